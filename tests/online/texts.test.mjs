// The texts of the online page: each has its place, the translations are whole and sound, and a report is saved in English.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { templateOf } from '../../web/build/template.mjs'
import { repository } from '../support/fixtures.mjs'
import { importSource } from '../support/source.mjs'

const folder = join(repository, 'web/src/online')
const { ofMarkup, ofViews } = await importSource('web/src/online/texts/en.ts')
const { ofMessages } = await importSource('web/src/online/texts/messages.ts')
const signer = await importSource('web/src/texts/en.ts')
const { shared } = await importSource('web/src/online/texts/shared.ts')
const { translations } = await importSource('web/src/texts/catalogue.ts')
const english = { ...ofMarkup, ...ofViews, ...ofMessages }
const page = await templateOf('online/index.html')
const sources = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.ts') && (!file.startsWith('texts') || file.endsWith('say.ts')))
    .map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
const read = (language) => JSON.parse(readFileSync(join(folder, 'texts', `${language}.json`), 'utf8'))

const braces = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, word]) => word))].sort()
/** A form that a language does not have. */
const isIdle = (key, language) => /\.(one|other)$/.test(key) && `${key.slice(0, key.lastIndexOf('.'))}.other` in english
    && !new Intl.PluralRules(language).resolvedOptions().pluralCategories.includes(key.split('.').at(-1))

test('each text has one place, and nothing stands there that nobody says', () => {
    const signers = { ...signer.ofMarkup, ...signer.ofViews }
    assert.equal(Object.keys(english).length, [ofMarkup, ofViews, ofMessages].reduce((sum, each) => sum + Object.keys(each).length, 0))
    assert.deepEqual(Object.keys(english).filter((key) => key in signers), [], 'a key is of this page or of the signer')
    assert.deepEqual(shared.filter((key) => !(key in signer.ofViews)), [])
    const wanted = new Set([...page.matchAll(/data-text(?:-[a-z-]+)?="([\w.]+)"/g)].map(([, key]) => key))
    for (const key of wanted) assert.ok(key in english || key in signers, `index.html: ${key}`)
    for (const key of Object.keys(ofMarkup)) assert.ok(wanted.has(key) || sources.includes(`'${key}'`), `nothing wants ${key}`)
    for (const key of Object.keys({ ...ofViews, ...ofMessages })) {
        const name = key.replace(/\.hint$/, '').replace(/\.(one|other)$/, '')
        const stems = name.split('.').map((_, at, all) => all.slice(0, at).join('.'))
        assert.ok(wanted.has(key) || [key, name].some((each) => sources.includes(`'${each}'`)) || stems.some((each) => each !== '' && sources.includes(`\`${each}${'.$'}{`))
            || /^question\.there/.test(key), `nothing wants ${key}`)
    }
})

test('no sentence stands in the page or in a view', () => {
    const bare = page.replace(/<(script|style|svg|noscript|head)[\s\S]*?<\/\1>/g, '').replace(/<select id="language"[\s\S]*?<\/select>/, '')
        .replace(/<[^>]*>/g, ' ').replace(/\{\{\w+\}\}/g, '').replace(/popcert|signer\.html/g, '')
    assert.doesNotMatch(bare, /[A-Za-z]{2,}/)
    for (const file of readdirSync(join(folder, 'view'))) {
        const code = readFileSync(join(folder, 'view', file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
        assert.deepEqual([...code.matchAll(/['`][A-Z][a-z]+ [a-z]+ [^'`]*['`]/g)].map(([text]) => text), [], file)
    }
})

for (const language of translations) {
    test(`${language}: says all that the page says, keeps its {words}, and has no markup`, () => {
        const texts = read(language)
        assert.deepEqual(Object.keys(english).filter((key) => !(key in texts) && !isIdle(key, language)), [])
        assert.deepEqual(Object.keys(texts).filter((key) => !(key in english)), [])
        for (const [key, text] of Object.entries(texts)) {
            assert.deepEqual(braces(text), braces(english[key]), key)
            assert.doesNotMatch(text, /[<>]|&\w+;/, key)
            assert.equal(text.split('`').length, english[key].split('`').length, `${key}: code`)
            assert.equal(text.trim(), text, key)
            assert.notEqual(text, '', key)
        }
    })
}
