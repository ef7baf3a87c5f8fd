/**
 * Text for people that comes from a page or a file: a label, a service's name. What cannot be seen, or changes the text around it,
 * could show another code than the one that is signed: control and format characters, directions, blanks other than U+0020, what
 * Unicode calls default ignorable, private and unassigned code points. The same rule as the core's for codes and names of CAs.
 */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u

export function isPlainText(text: string): boolean {
    return !invisible.test(text) && !/ {4}/.test(text)
}
