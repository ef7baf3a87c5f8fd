import type { Look, Theme } from '../../frame/protocol'
import { black, colourOf, contrast, cssOf, mixed, white, type Colour } from './colour'

/** The look that a page may give its frame. Nothing of it may make text, focus ring or button hard to read. */

const leastContrast = 4.5

/** The custom properties of base.css that are set here. */
const properties = ['--page', '--accent', '--accent-hover', '--on-accent', '--tint', '--radius', '--font'] as const
const genericFonts = /^(serif|sans-serif|monospace|system-ui|ui-(serif|sans-serif|monospace|rounded))$/

export class Appearance {
    readonly #dark = matchMedia('(prefers-color-scheme: dark)')
    readonly #darkRule = darkRule()
    #look: Look = {}

    constructor() {
        this.#dark.addEventListener('change', () => this.setLook(this.#look))
    }

    setTheme(theme: Theme): void {
        // The rule of the dark theme holds always, never, or as the system says.
        if (this.#darkRule !== null) {
            this.#darkRule.media.mediaText = { dark: 'all', light: 'not all', auto: this.#dark.media }[theme]
        }
        document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme
        this.setLook(this.#look)
    }

    /** Replaces the look of before; what is not sound or not readable is left out. */
    setLook(look: Look): void {
        this.#look = look
        const { style } = document.documentElement
        for (const name of properties) style.removeProperty(name)
        const radius = radiusOf(look.radius)
        const font = fontOf(look.font)
        if (radius !== null) style.setProperty('--radius', radius)
        if (font !== null) style.setProperty('--font', font)

        const background = colourOf(look.background ?? '')
        // The theme's own accent need not be told from a background that comes with another one.
        const accent = look.accent === undefined ? null : accentOf(look.accent, background)
        if (background !== null && isReadableOn(background, accent === null ? ['--accent'] : [])) style.setProperty('--page', cssOf(background))
        for (const [name, colour] of accent ?? accentOf(look.accent ?? '', null) ?? []) style.setProperty(name, cssOf(colour))
    }
}

/** Of the theme in force. */
function themed(name: string): Colour {
    return colourOf(getComputedStyle(document.documentElement).getPropertyValue(name).trim()) ?? black
}

function isReadableOn(background: Colour, more: readonly string[]): boolean {
    return ['--text', '--muted', '--good', '--warn', '--bad', ...more].every((name) => contrast(themed(name), background) >= leastContrast)
}

/** An accent is a button's face, the colour of links and numbers on every ground, and the ring around what has the focus. */
function accentOf(value: string, background: Colour | null): readonly (readonly [string, Colour])[] | null {
    const accent = colourOf(value)
    if (accent === null) return null
    const card = themed('--card')
    const text = themed('--text')
    const tint = mixed(card, accent, 0.1)
    const grounds = [background ?? themed('--page'), card, themed('--well'), tint]
    if (grounds.some((ground) => contrast(accent, ground) < leastContrast) || contrast(text, tint) < leastContrast) return null
    const label = contrast(accent, white) >= contrast(accent, black) ? white : black
    const hover = mixed(accent, text, 0.2)
    return [
        ['--accent', accent], ['--tint', tint], ['--on-accent', label],
        ['--accent-hover', contrast(hover, label) >= leastContrast ? hover : accent],
    ]
}

function radiusOf(value: string | undefined): string | null {
    const [, number, unit] = /^(\d{1,2}(?:\.\d{1,3})?)(px|r?em)$/.exec(value ?? '') ?? []
    return number === undefined || Number(number) > (unit === 'px' ? 32 : 2) ? null : `${number}${unit}`
}

/** Names alone, without those whose letters are pictures. */
function fontOf(value: string | undefined): string | null {
    const names = (value ?? '').split(',').map((name) => name.trim().replace(/^(["'])(.*)\1$/, '$2'))
    if (!names.every((name) => /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name) && !/dings|symbol|barcode|blank/i.test(name))) return null
    return [...names.map((name) => genericFonts.test(name) ? name : `"${name}"`), 'sans-serif'].join(', ')
}

function darkRule(): CSSMediaRule | null {
    for (const sheet of document.styleSheets) {
        for (const rule of sheet.cssRules) {
            if (rule instanceof CSSMediaRule && rule.media.mediaText.includes('prefers-color-scheme')) return rule
        }
    }
    return null
}
