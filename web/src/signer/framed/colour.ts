/** Colours and how well they can be told apart (WCAG 2.2, 1.4.3). */

/** sRGB, 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number]

export const black: Colour = [0, 0, 0]
export const white: Colour = [255, 255, 255]

/** An opaque sRGB colour in any notation of CSS that stands for itself; null for all else. */
export function colourOf(value: string): Colour | null {
    if (/[^#\w\s.,%()/+-]|(url|var|env|attr)\s*\(/i.test(value) || !CSS.supports('color', value)) return null
    const probe = document.createElement('i')
    probe.style.color = value
    document.body.append(probe)
    const computed = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(getComputedStyle(probe).color)
    probe.remove()
    return computed === null ? null : [Number(computed[1]), Number(computed[2]), Number(computed[3])]
}

export function cssOf(colour: Colour): string {
    return `rgb(${colour.join(' ')})`
}

/** share: of the second, 0 to 1. */
export function mixed(one: Colour, other: Colour, share: number): Colour {
    const part = (at: 0 | 1 | 2) => Math.round(one[at] + (other[at] - one[at]) * share)
    return [part(0), part(1), part(2)]
}

function luminance(colour: Colour): number {
    const [red, green, blue] = colour.map((value) => value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4) as [number, number, number]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
    const [a, b] = [luminance(one), luminance(other)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
