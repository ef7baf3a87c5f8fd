import { unpackLzma } from '../core/lzma'
import { say, translations, type Language } from './catalogue'

/** Which language there is for whom; unpacked only when it is not English. */

/** keys once, and the texts of each language in their order; null where it has none. */
interface Packed {
    readonly keys: readonly string[]
    readonly texts: Readonly<Record<string, readonly (string | null)[]>>
}

let unpacked: Packed | null = null

/** The first of these BCP 47 tags that there is; English where there is none. */
export function choose(tags: readonly string[]): Language {
    for (const tag of tags) {
        const wanted = withScript(tag)
        if (wanted === null) continue
        for (const language of ['en', ...translations] as const) {
            const { language: name, script } = new Intl.Locale(language).maximize()
            if (wanted.language === name && wanted.script === script) return language
        }
    }
    return 'en'
}

/** With the script where the tag does not say it: zh-TW is written in another than zh-CN. */
function withScript(tag: string): Intl.Locale | null {
    try {
        return new Intl.Locale(tag).maximize()
    } catch {
        return null
    }
}

export function use(language: Language): void {
    if (language === 'en') return say(language, new Map())
    unpacked ??= JSON.parse(new TextDecoder().decode(unpackLzma(PACKED_TEXTS))) as Packed
    const texts = unpacked.texts[language] ?? []
    say(language, new Map(unpacked.keys.flatMap((key, at) => typeof texts[at] === 'string' ? [[key, texts[at]] as const] : [])))
}
