/** Names that every file system and every service takes: A-Z a-z 0-9 - . _ alone, 64 of them at most, no dot or hyphen at an end. */

/** What is left of a text; it may be nothing. */
export function plainName(text: string): string {
    return cutName(text.normalize('NFKD').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+/, ''), '')
}

/** Case does not tell names apart. */
export function isSameName(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase()
}

/** Like a name that is taken, and itself free. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
    for (let number = 2; ; number++) {
        const free = cutName(name, `-${number}`)
        if (!isTaken(free)) return free
    }
}

function cutName(name: string, ending: string): string {
    return name.slice(0, 64 - ending.length).replace(/[-.]+$/, '') + ending
}
