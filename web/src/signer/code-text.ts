/** Verification codes in what people copy: with a label, between quotes, in groups of four, in JSON. What is taken is always shown. */

/** The codes in a text, each once, without what stands around them; none where it holds nothing of a code's form. */
export function codesIn(text: string): readonly string[] {
    // A code of 48 digits stands out; one of 64 may be a fingerprint as well, so that the shorter one is meant where both are there.
    for (const length of [48, 64]) {
        const found = new Set(text.match(new RegExp(`(?<![\\p{L}\\p{N}])[\\da-f]{${length}}(?![\\p{L}\\p{N}])`, 'giu')))
        if (found.size !== 0) return [...found]
    }
    const bare = text.replace(/^[^:：]*[:：]/, '').replace(/[\s"'“”„«»‘’`.,;:-]/g, '')
    return /^([\da-f]{48}|[\da-f]{64})$/i.test(bare) ? [bare] : []
}

/** A file's contents rather than something to type: a key or certificate as text, a request file, or far too long for a code. */
export function isFileText(text: string): boolean {
    return /-----BEGIN |"popcert"|"kty"|<RSAKeyValue/.test(text) || text.length > 1000
}

/** A field of one line loses the line ends of what is pasted: a PEM gets back those that it cannot do without. */
export function withLines(text: string): string {
    return text.replace(/(-----BEGIN [^-]*-----)/g, '$1\n').replace(/(-----END [^-]*-----)/g, '\n$1\n')
}
