// languages/signer.<tag>.html: the signer with other texts and nothing else, whole in its one language.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync, inflateRawSync } from 'node:zlib'

import { dist, repository } from '../support/fixtures.mjs'
import { importSource } from '../support/source.mjs'

const { ofMarkup, ofViews, ofEditions, ofNoScript } = await importSource('web/src/texts/en.ts')
const { translations } = await importSource('web/src/texts/catalogue.ts')
const json = (path) => JSON.parse(readFileSync(join(repository, path), 'utf8'))
const textsOf = (language) => ['', 'sentences/', 'editions/'].map((folder) => json(`web/src/texts/${folder}${language}.json`))
/** The keys of a text that is packed, in the order of its words: `key+` is a key and that of its hint. */
const keysOf = (ofPage, keys) => [...new Set([...Object.keys(ofViews), ...ofPage, ...keys.flatMap((key) => key.endsWith('+') ? [key.slice(0, -1), `${key.slice(0, -1)}.hint`] : [key])])]
const servicesOf = (language) => Object.fromEntries(Object.entries(json(`web/src/texts/services/${language}.json`))
    .map(([service, { where, path, notes }]) => [`service.${service}`, [where, path, ...notes].join('|')]))
const page = (file) => readFileSync(join(dist, file), 'utf8')

/** The parts of a page: policy, start script with the core, script without its texts, these, and all between. */
function partsOf(file) {
    const html = page(file)
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)
    const [start, script] = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text)
    const at = script.lastIndexOf('})(') + 3
    const given = /^`([^]*)`\)\}$/.exec(script.slice(at))[1].replaceAll(/\\(.)/g, '$1')
    const [keys, ...languages] = given.split('\n=\n').map((block) => block.split('\n'))
    const texts = { keys, texts: Object.fromEntries(languages.map(([tag, ...values]) => [tag, values])) }
    return { html, policy, start, script: script.slice(0, at), texts, markup: html.replaceAll(/<script>[^]*?<\/script>/g, '') }
}

const signer = partsOf('signer.html')

/** What the module of the signer can say stands in it, in English. */
const octets = inflateRawSync(Buffer.from(/[A-Za-z0-9+/]{20000,}={0,2}/.exec(signer.start)[0], 'base64'))
const longestPiece = (text) => text.split(/\{\w+\}/).sort((one, other) => other.length - one.length)[0]
const { errors, passes, chain } = json('core/sentences/sentences.json')
const absent = [...errors, ...passes, ...chain].filter(({ message }) => !octets.includes(longestPiece(message))).map(({ id }) => id)

test('of the core’s sentences the signer’s module has all but those about chains and about what is made elsewhere', () => {
    assert.ok(octets.includes('This file is protected by a password.'))
    const elsewhere = errors.filter(({ signer }) => signer === false)
    assert.deepEqual(absent, [...elsewhere, ...chain].map(({ id }) => id))
    assert.ok(elsewhere.every(({ id }) => /^(SIGNATURE_(?!FAILED)|CHAIN_|SUBJECT_KEY_)/.test(id)))
})

test('there is one of each language', () => {
    assert.deepEqual(readdirSync(join(dist, 'languages')).sort(), translations.map((language) => `signer.${language}.html`).sort())
})

for (const language of translations) {
    const file = `signer.${language}.html`
    const edition = partsOf(`languages/${file}`)
    const named = (text) => text.replaceAll('signer.html', file)

    test(`${language}: every text and every sentence of it that the signer can say, and no other language`, () => {
        assert.deepEqual(Object.keys(edition.texts.texts), [language, 'en'])
        const ofPage = [...edition.markup.matchAll(/ data-text="([\w.]+)"/g)].map(([, key]) => key)
        const keys = keysOf(ofPage, edition.texts.keys)
        const values = edition.texts.texts[language]
        const givenIn = (language) => Object.fromEntries(keys.map((key, at) => [key, edition.texts.texts[language][at]]).filter(([, text]) => text))
        assert.equal(values.length, keys.length)
        const bare = ['title']
        assert.deepEqual(givenIn('en'), Object.fromEntries(bare.map((key) => [key, ofMarkup[key]])), 'what stands in the page in its language')
        const given = givenIn(language)
        const [own, sentences, { noscript, ...whole }] = textsOf(language)
        for (const key of bare) assert.ok(edition.html.includes(` data-text="${key}" lang="${language}">${own[key]}</`), key)
        assert.ok(edition.html.includes(`<noscript><p lang="${language}" class="notice">${noscript}</p></noscript>`))
        assert.ok(!edition.html.includes(ofNoScript.noscript) && signer.html.includes(`<noscript><p class="notice">${ofNoScript.noscript}</p></noscript>`))
        const said = Object.entries(sentences).filter(([key]) => !absent.some((id) => key === id || key === `${id}.hint` || key.startsWith(`word.${id}.`)))
        assert.ok(said.length > 300)
        const expected = { ...own, ...Object.fromEntries(said), ...servicesOf(language), ...whole }
        assert.deepEqual(given, Object.fromEntries(Object.entries(expected).map(([key, text]) => [key, named(text)])))
        for (const key of Object.keys({ ...ofMarkup, ...ofEditions })) assert.equal(typeof given[key], 'string', key)
        const allowed = JSON.stringify(Object.values(given)) + noscript + JSON.stringify({ ...ofMarkup, ...ofViews, ...ofEditions })
        const rest = edition.markup + edition.script + JSON.stringify(values)
        for (const other of translations.filter((each) => each !== language)) {
            const theirs = textsOf(other).flatMap((texts) => Object.values(texts)).filter((text) => text.length > 12 && !allowed.includes(text))
            assert.ok(theirs.length > 300)
            assert.deepEqual(theirs.filter((text) => rest.includes(text)), [], other)
        }
        assert.deepEqual([...edition.markup.matchAll(/<option value="([\w-]+)" lang/g)].map(([, tag]) => tag), [language, 'en'])
    })

    test(`${language}: the same policy, start, core and code as signer.html, under its own name`, () => {
        assert.equal(edition.start, signer.start)
        assert.equal(edition.script, named(signer.script))
        const hashes = ({ policy }) => policy.match(/'sha256-[^']*'/g)
        assert.equal(hashes(edition).length, 3)
        assert.equal(edition.policy.replace(hashes(edition)[1], ''), signer.policy.replace(hashes(signer)[1], ''))
        assert.notEqual(hashes(edition)[1], hashes(signer)[1])
        assert.ok(!edition.html.includes('signer.html'))
    })

    test(`${language}: not larger than it may be`, () => {
        assert.ok(gzipSync(edition.html, { level: 9 }).length <= 184 * 1024)
    })
}

test('signer.html names an edition of each language', () => {
    assert.deepEqual(Object.keys(signer.texts.texts), [...translations])
    for (const language of translations) assert.ok(signer.texts.texts[language].includes(json(`web/src/texts/${language}.json`).edition))
    assert.doesNotMatch(signer.markup, /data-text="verify\./, 'what only editions translate has no name here')
})
