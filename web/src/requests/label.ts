/**
 * What a file or a page may say to people beside a code. It stands where a person looks before signing, so that it may hold
 * nothing that draws as nothing, turns the text around, or pushes the code out of sight: of the blanks only the plain one,
 * which browsers draw as one however many there are. (The fillers of Hangul and Braille are blanks with another name.)
 */
export function isLabel(text: string): boolean {
    return !/[\p{Cc}\p{Bidi_Control}\u115f\u1160\u2800\u3164\uffa0]|(?! )\p{Z}/u.test(text)
}
