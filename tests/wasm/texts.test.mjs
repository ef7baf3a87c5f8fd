// The catalogue of the page's texts: English is whole, translations are sound, and what stays English is named here.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { templateOf } from '../../web/build/template.mjs'
import { loadCore } from '../support/core.mjs'
import { octets, oid, sequence, tlv } from '../support/der-writer.mjs'
import { fixture, repository } from '../support/fixtures.mjs'
import { importSource } from '../support/source.mjs'

const folder = join(repository, 'web', 'src', 'texts')
const { ofMarkup, ofViews, ofEditions, ofNoScript } = await importSource('web/src/texts/en.ts')
const { translations } = await importSource('web/src/texts/catalogue.ts')
const english = { ...ofMarkup, ...ofViews }
const core = await loadCore()
const page = await templateOf('signer/index.html')
const read = (language) => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'))

/** What the core can say to a page: key -> sentence. What it says only to the command and the package (`elsewhere`) is English. */
const sentences = (() => {
    const found = {}
    const { errors, passes, chain } = JSON.parse(readFileSync(join(repository, 'core/sentences/sentences.json'), 'utf8'))
    for (const { id, message, hint } of [...errors, ...chain]) Object.assign(found, { [id]: message, [`${id}.hint`]: hint })
    for (const { id, message } of passes) found[id] = message
    const refusals = ['core/refusal', 'signer/unsigned'].map((name) => readFileSync(join(repository, `web/src/${name}.ts`), 'utf8')).join('').replaceAll(/',\n\s*'/g, "', '")
    for (const [, id, message, hint] of refusals.matchAll(/refusal\('([A-Z_]+)', '[\w-]+', ['`](.*?)['`],\s*'(.*?)'/g)) {
        found[id] ??= message
        found[`${id}.hint`] ??= hint
    }
    const files = ['decode', 'text'].map((name) => readFileSync(join(repository, `web/src/requests/${name}.ts`), 'utf8')).join('')
    for (const [, id] of files.matchAll(/'([A-Z_]+)', '[\w-]+'/g)) {
        const words = { FILE_MALFORMED: '{what}', DUPLICATE_ENTRY: '{what} {name}' }[id] ?? id
        Object.assign(found, { [`file.${id}`]: words, [`file.${id}.hint`]: id })
    }
    for (const id of ['OBJECT_IS_DER', 'TEXT_MALFORMED']) Object.assign(found, { [`file.${id}`]: id, [`file.${id}.hint`]: id })
    return found
})()

/** The key of a phrase: its numbers and what it quotes are filled in. */
function keyOf(english) {
    let count = 0
    return english.replace(/(?<= )\d+|"\w+"/g, () => `{${++count}}`)
}

/** What is wrong with a request or response file: each phrase with what may stand in it. */
const ofFiles = (() => {
    const text = readFileSync(join(repository, 'web/src/requests/decode.ts'), 'utf8')
    const called = [...text.matchAll(/malformed\(([`'])(.*?)\1\)/g)].map(([, , phrase]) => phrase)
    assert.ok(called.length >= 10)
    const places = called.flatMap((phrase) => !phrase.startsWith('${where} has a ') ? [phrase.replace('${where}', 'Entry 1')]
        : ['The file', 'Its "ca"', 'Entry 1'].map((where) => phrase.replace('${where}', where)))
    const same = ['id', 'verification code'].map((what) => `Entries 1 and 2 have the same ${what}`)
    const filled = (phrase) => keyOf(phrase.replaceAll('"${name}"', '"name"').replaceAll(/\$\{(?:digits|longest\[name\])\}/g, '9'))
    return new Set([...places.map((phrase) => `FILE_MALFORMED.${filled(phrase)}`), ...same.map((phrase) => `DUPLICATE_ENTRY.${filled(phrase)}`)])
})()

/** What extensions say, but for names and octets out of the file: the core is shown one of each kind that there is. */
const ofExtensions = (() => {
    const numbers = Array.from({ length: 128 }, (_, number) => number.toString(16).padStart(2, '0'))
    const described = (type, value) => core.describe(sequence(sequence(tlv(0xa3, sequence(sequence(oid(type), octets(value)))))))[0]
    const textOf = (type, value) => described(type, value).text
    // Every extension of RFC 5280 (id-ce, id-pe), and of Netscape.
    const names = ['551d', '2b060105050701', '6086480186f84201'].flatMap((arc) => numbers.map((number) => described(`${arc}${number}`, Buffer.from('0500', 'hex')).name))
    const constraints = ['', '0101ff', '0101ff020100', '0101ff020103'].map((digits) => textOf('551d13', sequence(Buffer.from(digits, 'hex'))))
    const uses = textOf('551d0f', Buffer.from('030307ff80', 'hex'))
    const purposes = ['551d2500', ...numbers.map((number) => `2b060105050703${number}`)].map((purpose) => textOf('551d25', sequence(oid(purpose))))
    const kindsOfNames = Array.from({ length: 9 }, (_, number) => textOf('551d11', sequence(tlv(0x80 | number, Buffer.from('x')))).split(' ')).flatMap(([kind, ...rest]) => rest.length > 0 ? [kind] : [])
    const subtrees = (number) => tlv(number, sequence(tlv(0x82, Buffer.from('x'))))
    const sides = textOf('551d1e', sequence(subtrees(0xa0), subtrees(0xa1))).split(', ').map((text) => text.split(' ')[0])
    const said = [...constraints, uses, ...purposes].flatMap((text) => text.split(', ')).filter((text) => /[a-z]/i.test(text) && !/^[\da-f]+$/.test(text))
    return new Set(['critical', ...names.filter((name) => name !== ''), ...kindsOfNames, ...sides, ...said.map(keyOf)])
})()
/** Names, the same in all languages. */
const NAMES = ['OCSP', 'DNS', 'IP']

/** The fields that the core names in a damaged certificate: it is shown certificates with each octet in turn as another one. */
const fieldsOfCertificates = (() => {
    const sound = Buffer.from(fixture('certs/ca-p256.der'))
    const version = sound.indexOf(Buffer.from('a003020102', 'hex')) + 4
    const ofVersion1 = Buffer.from(sound).fill(0, version, version + 1)
    const found = new Set()
    for (const certificate of [sound, ofVersion1]) {
        for (let at = 0; at < certificate.length; at++) {
            for (const octet of [0x00, 0x02, 0x05, 0x30, 0x81, certificate[at] - 1 & 0xff]) {
                const result = core.inspect(new Uint8Array(Buffer.from(certificate).fill(octet, at, at + 1)), { wanted: 'anything' })
                const errors = result.ok ? result.value.items.flatMap(({ error }) => error ?? []) : [result.error]
                for (const { code, parameters } of errors) if (code === 'CERTIFICATE_MALFORMED') found.add(parameters.name)
            }
        }
    }
    return [...found].sort()
})()

/** What the core says of itself in place of {name}, as the keys of a translation. */
const phrases = (() => {
    const { phrases: rows } = JSON.parse(readFileSync(join(repository, 'core/sentences/sentences.json'), 'utf8'))
    return rows.flatMap(({ text, of }) => of.map((id) => `${id}.${keyOf(text)}`))
})()
const services = readdirSync(join(repository, 'services')).filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(repository, 'services', file), 'utf8')))
const ofServices = services.map(({ keysSaid }) => `ALGORITHM_UNDOCUMENTED.${keyOf(keysSaid)}`)

const braces = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, word]) => word))].sort()
/** A plural form may leave the number out; other languages have fewer forms. */
const isPlural = (key) => /\.(one|other)$/.test(key)

/** What signer.html says in English, whatever the language: how to verify it. Its editions have it in theirs, in a file of its own. */
const ONLY_IN_EDITIONS = ['verify.refused', 'verify.open']

/** Of the core's sentences those that every translation has, in the order of how often people meet them; all others are English. */
const TRANSLATED = [
    'code.pass', 'code.trimmed', 'key.pass', 'key.several', 'match.pass', 'match.certificate', 'chain.read', 'ca.pass', 'usage.pass', 'validity.pass',
    'strength.pass', 'algorithm.pass', 'period.pass', 'period.shortened', 'KEY_ENCRYPTED', 'KEY_ENCRYPTED.hint', 'PASSWORD_WRONG',
    'PASSWORD_WRONG.hint', 'KEY_NOT_OF_THIS_CERTIFICATE', 'KEY_NOT_OF_THIS_CERTIFICATE.hint', 'CODE_UNLIKE_SERVICE', 'CERTIFICATE_NOT_CA', 'CERTIFICATE_NOT_CA.hint',
    'INPUT_NOT_RECOGNIZED', 'INPUT_NOT_RECOGNIZED.hint', 'OBJECT_IS_CERTIFICATE', 'OBJECT_IS_PRIVATE_KEY', 'CERTIFICATE_EXPIRED',
]

test('English has every text that the page wants, and no text that nothing wants', () => {
    const sources = readdirSync(join(repository, 'web/src'), { recursive: true }).filter((file) => file.endsWith('.ts') && !file.startsWith('texts'))
        .map((file) => readFileSync(join(repository, 'web/src', file), 'utf8')).join('\n')
    const wanted = [...page.matchAll(/data-text="([\w.]+)"/g)].map(([, key]) => key)
    assert.ok(wanted.length > 40)
    for (const key of wanted) assert.equal(typeof (english[key] ?? ofEditions[key]), 'string', `index.html: ${key}`)
    for (const key of Object.keys({ ...ofMarkup, ...ofEditions })) assert.ok(wanted.includes(key), `nothing wants ${key}`)
    for (const key of Object.keys(ofViews)) {
        const name = key.replace(/\.(one|other|hint)$/, '')
        const stems = name.split('.').map((_, at, all) => all.slice(0, at).join('.'))
        assert.ok([key, name].some((each) => sources.includes(`'${each}'`)) || stems.some((each) => sources.includes(`\`${each}.${'$'}{`)), `nothing wants ${key}`)
    }
})

test('the sentences of the core are found', () => {
    assert.ok(Object.keys(sentences).length > 180, `${Object.keys(sentences).length}`)
    assert.equal(sentences['match.pass'], 'The private key belongs to the CA certificate.')
    assert.equal(sentences.KEY_ENCRYPTED, 'This file is protected by a password.')
    assert.match(sentences.FRAME_COVERED, /^The page around this frame/)
    assert.match(sentences['chain.verified.hint'], /^OpenSSL and AWS refuse this chain/)
    assert.deepEqual(Object.keys(sentences).filter((key) => key in english), [], 'a name has one meaning')
})

test('the languages are those of the folder', () => {
    assert.deepEqual(readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5)).sort(), [...translations].sort())
})

for (const language of translations) {
    const texts = read(language)

    test(`${language}: every text is known, keeps its {words}, and has no markup`, () => {
        for (const [key, text] of Object.entries(texts)) {
            const original = english[key] ?? sentences[key]
            assert.equal(typeof original, 'string', `unknown: ${key}`)
            assert.deepEqual(braces(text), braces(original), key)
            assert.doesNotMatch(text, /[<>]|&\w+;/, key)
            assert.equal(text.split('`').length, original.split('`').length, `${key}: code`)
            assert.equal(text.trim(), text, key)
            assert.notEqual(text, '', key)
        }
    })

    test(`${language}: what only editions say, such as how to verify it, is in a file of its own, whole, with the same commands`, () => {
        const own = JSON.parse(readFileSync(join(folder, 'editions', `${language}.json`), 'utf8'))
        const called = [...services.flatMap(({ commands }) => commands.map(({ name }) => name.split(' · ').at(-1)))].filter((name) => /^[a-z]+ /.test(name) || name === 'later')
        const originals = {
            ...ofEditions, ...ofNoScript, ...Object.fromEntries(ONLY_IN_EDITIONS.map((key) => [key, english[key]])),
            ...Object.fromEntries([...ofExtensions].filter((phrase) => !NAMES.includes(phrase)).map((phrase) => [`extension.${phrase}`, phrase])),
            ...Object.fromEntries(called.map((name) => [`service.${name}`, name])),
        }
        assert.deepEqual(Object.keys(own).sort(), Object.keys(originals).sort())
        const commands = (text) => text.match(/`[^`]*`/g) ?? []
        for (const [key, text] of Object.entries(own)) {
            assert.deepEqual([braces(text), commands(text)], [braces(originals[key]), commands(originals[key])], key)
            assert.doesNotMatch(text, /[<>]|&\w+;/, key)
            assert.notEqual(text.trim(), '', key)
        }
    })

    test(`${language}: says all that the page says, but for what is listed here`, () => {
        const forms = new Set(new Intl.PluralRules(language).resolvedOptions().pluralCategories)
        const missing = Object.keys(english).filter((key) => !(key in texts) && !(isPlural(key) && !forms.has(key.split('.').at(-1))))
        assert.deepEqual(missing, ONLY_IN_EDITIONS)
        assert.deepEqual(Object.keys(sentences).filter((key) => key in texts).sort(), [...TRANSLATED].sort())
    })
}

for (const language of translations) {
    test(`${language}: what the core says beyond that is in a file of its own, whole, each message with its hint`, () => {
        const own = read(language)
        const rest = JSON.parse(readFileSync(join(folder, 'sentences', `${language}.json`), 'utf8'))
        const there = { ...own, ...rest }
        const said = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('word.')))
        assert.deepEqual(Object.keys(said).filter((key) => key in own || !(key in sentences)), [])
        assert.deepEqual(Object.keys(sentences).filter((key) => sentences[key] !== '' && !(key in there)), [])
        for (const [key, text] of Object.entries(said)) {
            assert.deepEqual(braces(text), braces(sentences[key]), key)
            assert.doesNotMatch(text.replaceAll(/[<>]\s|<\(echo [^)]*\)|[A-Z]+ > \w+/g, ''), /[<>]|&\w+;/, key)
            assert.equal(text.trim(), text, key)
            // Commands stay as they are, word for word.
            if (/^file\.(FILE_MALFORMED|DUPLICATE_ENTRY)/.test(key)) continue  // no sentence to compare with
            const options = (sentence) => sentence.match(/ --?[A-Za-z][\w-]*|\b[\w-]+\.(?:pem|p12|json|cnf|key)\b/g) ?? []
            assert.deepEqual(options(text).sort(), options(sentences[key]).sort(), key)
        }
    })

    test(`${language}: what the core puts in place of {name} in words of its own has a translation for its sentence`, () => {
        const rest = JSON.parse(readFileSync(join(folder, 'sentences', `${language}.json`), 'utf8'))
        const words = Object.keys(rest).filter((key) => key.startsWith('word.')).map((key) => /^word\.((?:file\.)?[A-Z_]+)\.(.+)$/.exec(key).slice(1))
        for (const [id, phrase] of words) {
            const own = rest[`word.${id}.${phrase}`]
            assert.deepEqual([braces(own), own.trim()], [braces(phrase), own || 'something'], id)
            if (!id.startsWith('file.')) assert.ok(sentences[id]?.includes('{name}'), id)
        }
        assert.deepEqual(words.filter(([id]) => id.startsWith('file.')).map(([id, phrase]) => `${id.slice(5)}.${phrase}`).sort(), [...ofFiles].sort())
        assert.deepEqual(words.filter(([id]) => id === 'CERTIFICATE_MALFORMED').map(([, phrase]) => phrase).sort(), fieldsOfCertificates)
        const others = words.filter(([id]) => !id.startsWith('file.') && id !== 'CERTIFICATE_MALFORMED').map(([id, phrase]) => `${id}.${phrase}`)
        assert.deepEqual(others.sort(), [...new Set([...phrases, ...ofServices])].sort())
    })
}

test('a name out of a file is said as it is: no date, no phrase of the core, no braces of a text', async () => {
    const { say, sentence } = await importSource('web/src/texts/catalogue.ts', 'web/src/texts/sentences.ts')
    say('de', new Map(Object.entries(JSON.parse(readFileSync(join(folder, 'sentences/de.json'), 'utf8')))))
    const expired = (name) => sentence({ text: 'CHAIN_EXPIRED', code: 'CHAIN_EXPIRED', message: 'own words', hint: 'own hint', parameters: { name, date: '2024-05-31' } })
    for (const name of ['plant 7', '2026-01-31', 'issuer', 'hint', '{serial}', '{date}', '']) {
        assert.deepEqual(expired(name), { message: `„${name}“ ist am 31.05.2024 abgelaufen.`, hint: 'Lassen Sie es neu ausstellen.', lang: '' })
    }
    const damaged = (name) => sentence({ code: 'CERTIFICATE_MALFORMED', message: 'own words', hint: '', parameters: { name } })
    assert.equal(damaged('issuer').message, 'Dieses Zertifikat ist beschädigt: der Aussteller ist nicht zu lesen.')
    assert.deepEqual(sentence({ code: 'CHAIN_EXPIRED', message: 'own words', hint: '', parameters: { name: 'x' } }), { message: 'own words', hint: '', lang: 'en' }, 'a word is missing')
})

test('every language says the same things', () => {
    const keys = translations.map((language) => Object.keys(read(language)).filter((key) => !isPlural(key)).sort())
    for (const each of keys) assert.deepEqual(each, keys[0])
})
