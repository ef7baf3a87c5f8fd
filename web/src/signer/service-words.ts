import { wordsOf, type OtherService, type ServiceWords } from '../services/services'
import { language, translated } from '../texts/catalogue'

/** What is said of a service, in the page's language where it is an edition; lang: of these words, for whoever reads them aloud. */
export function spokenOf(service: OtherService): Omit<ServiceWords, 'title' | 'commands'> & { readonly lang: string } {
    const lines = translated(`service.${service}`)?.split('|')
    if (lines === undefined) return { ...wordsOf(service), lang: 'en' }
    const [where = '', path = '', ...notes] = lines
    return { where, path, notes, lang: language() }
}
