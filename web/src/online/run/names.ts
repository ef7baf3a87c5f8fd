/** Names of certificate entries: 1 to 64 of A-Z a-z 0-9 - . _ (both kinds). */

export function isEntryName(name: string): boolean {
    return /^[A-Za-z0-9._-]{1,64}$/.test(name) && !/^\.+$/.test(name)
}

/** From the CA's name, and unlike every name that is there already; case does not tell names apart. */
export function suggestedName(subject: string, taken: readonly string[]): string {
    const plain = subject.normalize('NFKD').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
    const base = plain === '' ? 'ca' : plain
    const names = new Set(taken.map((name) => name.toLowerCase()))
    for (let number = 1; ; number++) {
        const ending = number === 1 ? '' : `-${number}`
        const name = base.slice(0, 64 - ending.length).replace(/[-.]+$/, '') + ending
        if (!names.has(name.toLowerCase())) return name
    }
}
