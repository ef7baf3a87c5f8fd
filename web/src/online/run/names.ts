/** Names of certificate entries: 1 to 64 of A-Z a-z 0-9 - . _ (both kinds). */

export function isEntryName(name: string): boolean {
    return /^[A-Za-z0-9._-]{1,64}$/.test(name) && !/^\.+$/.test(name)
}

/** Case does not tell names apart. */
export function isSameName(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase()
}

/** From the CA's name. Where it is taken a person decides, as the one that has it may be the CA's own of last year. */
export function suggestedName(subject: string): string {
    const plain = subject.normalize('NFKD').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
    return cutName(plain === '' ? 'ca' : plain, '')
}

/** Like a name, and unlike every name that is there. */
export function freeName(name: string, taken: readonly string[]): string {
    for (let number = 2; ; number++) {
        const free = cutName(name, `-${number}`)
        if (!taken.some((one) => isSameName(one, free))) return free
    }
}

function cutName(name: string, ending: string): string {
    return name.slice(0, 64 - ending.length).replace(/[-.]+$/, '') + ending
}
