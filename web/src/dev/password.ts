/** Letters and digits that nobody takes for each other. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789ACDEFGHJKLMNPQRTUVWXY'

/** 24 of them in groups of six: some 136 bits, which nobody finds by trying, whatever a file's rounds. */
export function generatedPassword(): string {
    const letters: string[] = []
    const octet = new Uint8Array(1)
    const fair = 256 - 256 % alphabet.length
    while (letters.length < 24) {
        globalThis.crypto.getRandomValues(octet)
        const [value = 0] = octet
        if (value < fair) letters.push(alphabet[value % alphabet.length] ?? '')
    }
    octet.fill(0)
    return letters.join('').replace(/(.{6})(?=.)/g, '$1-')
}
