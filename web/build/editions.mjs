/** The editions of the signer as others name them: in START-HERE.html of a release, and on the site. */
import { readFile } from 'node:fs/promises'
import { source } from './bundle.mjs'
import { languageMenu } from './template.mjs'
import { translations } from './texts.mjs'

async function described(language) {
    const { lead, promise } = JSON.parse(await readFile(source(`texts/${language}.json`), 'utf8'))
    const [, name] = new RegExp(`<option value="${language}"[^>]*>([^<]+)`).exec(languageMenu)
    return { language, name, file: `signer.${language}.html`, lead, promise }
}

/** language: a BCP 47 tag; name, lead and promise: in it; file: in the folder languages/. */
export const editions = await Promise.all(translations.map(described))
