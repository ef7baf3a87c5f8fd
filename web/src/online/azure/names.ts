import { knownClouds } from './clouds'

/**
 * Names of clouds of one's own. A person who reads "Azure" gives a token that may do everything in Azure, so that no other
 * endpoint may have a name that is read so.
 */

/** Nothing that is drawn as nothing, as a blank, or turns the text around. */
export function hasUnseen(name: string): boolean {
    return /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/u.test(name)
}

/** What else people and the vendor's tools call them. */
const otherNames = [
    'Azure Cloud', 'Azure Public', 'Azure Public Cloud', 'Azure Global', 'Azure Commercial', 'Microsoft Azure', 'Azure Government', 'Azure Gov',
    'Azure US Gov', 'Azure China', 'Azure China Cloud',
]

const alike: Readonly<Record<string, string>> = {
    '0': 'o', '1': 'l', '!': 'l', '|': 'l', i: 'l', '3': 'e', '4': 'a', '@': 'a', '5': 's', $: 's', '7': 't', '2': 'z', '8': 'b',
}

const readNames: ReadonlySet<string> = new Set([...knownClouds.map(({ name }) => name), ...otherNames].map(readAs))

/** ASCII only: look-alikes of other scripts cannot be told from names in these scripts. */
export function isNameOfKnownCloud(name: string): boolean {
    // A sign at either end is read as a letter, as in "@zure", or not at all, as in "Azure!".
    return readNames.has(readAs(name)) || readNames.has(readAs(name.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')))
}

/** Names that are read alike become alike: without case, accents, blanks and signs, and one letter for those that look the same. */
function readAs(name: string): string {
    const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
    const letters = plain.replaceAll('vv', 'w').replaceAll('rn', 'm').replaceAll(/[01!|i3457$@28]/g, (character) => alike[character] ?? character)
    return letters.replaceAll(/[\x00-\x60\x7b-\x7f]/g, '')
}
