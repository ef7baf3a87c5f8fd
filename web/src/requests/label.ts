/**
 * What a page or a file may say to people beside a code, such as a service's name. It stands where a person looks before signing:
 * what cannot be seen, turns the text around it, or is a blank other than U+0020 (which browsers draw as one, however many there
 * are) could hide the code or show another. The rule is the core's for codes and names of CAs: control, format, private and
 * unassigned code points (C), separators (Z), and what Unicode calls default ignorable (DI).
 */
export function isLabel(text: string): boolean {
    return !/[\p{C}\p{DI}\u2800]|(?! )\p{Z}/u.test(text)
}
