/**
 * The digits of a thumbprint as services and people write it: either case, with colons or blanks. Lower case; null where it is none.
 * digits: 40 of SHA-1, 64 of SHA-256
 */
export function thumbprintIn(value: unknown, digits: 40 | 64): string | null {
    const hex = typeof value === 'string' && value.length < 200 ? value.replaceAll(/[\s:]/g, '').toLowerCase() : ''
    return hex.length === digits && !/[^0-9a-f]/.test(hex) ? hex : null
}
