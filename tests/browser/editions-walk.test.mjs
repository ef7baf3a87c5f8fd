// A walk through the states of each edition: of all that the tables of texts have in English, where its language says it otherwise, nothing
// is on the page, folded away or not. What people see of it is in editions.test.mjs.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { until } from '../support/browsers.mjs'
import { CODE, PASSWORD, repository } from '../support/fixtures.mjs'
import { openssl, temporaryFile } from '../support/openssl.mjs'
import { inBrowser, SignerPage } from '../support/signer.mjs'
import { importSource } from '../support/source.mjs'

const json = (path) => JSON.parse(readFileSync(join(repository, path), 'utf8'))
const { ofMarkup, ofViews, ofEditions, ofNoScript } = await importSource('web/src/texts/en.ts')
const services = readdirSync(join(repository, 'services')).filter((file) => file.endsWith('.json')).map((file) => json(`services/${file}`))
const UUID = '2c8b5905-b34a-4b64-8112-f6c047ae065c'
const AWS_CODE = 'fb57b1ef'.repeat(8)
const codeOf = ({ id, code }) => id === 'aws' ? AWS_CODE : id === 'alibaba-iot' ? '7dc9a483ebbf7e6997b7ab7dc9a483eb'
    : id === 'alibaba-mqtt' ? `${UUID}2089abcdef` : code.uuid ? UUID : id === 'openziti' ? '9aB.c-D3xQ' : CODE

/** Every English string of the tables: key -> text. */
const english = (() => {
    const { errors, passes } = json('core/sentences/sentences.json')
    const core = [...errors, ...passes].flatMap(({ id, message, hint = '' }) => [[id, message], [`${id}.hint`, hint]])
    const ofServices = services.filter(({ id }) => id !== 'azure').flatMap(({ id, where, path, notes }) => [where, path, ...notes].map((text, at) => [`service.${id}.${at}`, text]))
    return { ...ofMarkup, ...ofViews, ...ofEditions, ...ofNoScript, ...Object.fromEntries([...core, ...ofServices].filter(([, text]) => text !== '')) }
})()

/** What the language has under these keys, and phrases whose key is their English. */
function ownOf(language) {
    const files = ['sentences/', '', 'editions/'].map((folder) => json(`web/src/texts/${folder}${language}.json`))
    const ofServices = Object.entries(json(`web/src/texts/services/${language}.json`)).flatMap(([id, { where, path, notes }]) => [where, path, ...notes].map((text, at) => [`service.${id}.${at}`, text]))
    return { ...Object.assign({}, ...files), ...Object.fromEntries(ofServices) }
}

const piecesOf = (text) => text.split(/\{\w+\}|`/).map((piece) => piece.trim()).filter((piece) => piece !== '')

/** What may not stand there: pieces of sentences anywhere, short words as all that an element says. */
function forbiddenIn(language) {
    const own = ownOf(language)
    const all = Object.values(own).join('\n')
    const phrases = Object.keys(own).flatMap((key) => /^(?:word\.(?:file\.)?[A-Z_]+|extension|service)\.(.+)$/.exec(key)?.[1] ?? []).filter((phrase) => !/^[a-z-]+\.\d$/.test(phrase))
    const pieces = [...Object.values(english), ...phrases].flatMap(piecesOf).filter((piece) => /\p{L}{2}/u.test(piece) && !all.includes(piece))
    assert.ok(pieces.length > 600, `${pieces.length}`)
    return { long: pieces.filter((piece) => piece.length >= 12 && piece.includes(' ')), short: pieces.filter((piece) => piece.length < 12 || !piece.includes(' ')) }
}

/** All that is on the page: the whole text, and what stands in each element or between its others. Files, names and commands are the same in all languages. */
const saidBy = (page) => page.evaluate(() => {
    const texts = []
    const isSaid = (node) => {
        const element = node.parentElement
        return element.closest('script, style, noscript, svg, option[lang=en], pre, textarea, code, [hidden]') === null
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) if (isSaid(walk.currentNode)) texts.push(walk.currentNode.data.replace(/\s+/g, ' ').trim())
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
        for (const name of ['aria-label', 'title', 'placeholder']) if (element.hasAttribute(name)) texts.push(element.getAttribute(name))
    }
    return [document.title, ...texts].filter((text) => text !== '')
})

/** A CA with all extensions that the core has words for. */
function manyExtensions() {
    const config = temporaryFile(`[req]
distinguished_name=dn
x509_extensions=ext
prompt=no
[dn]
CN=Sieben 7
[ext]
basicConstraints=critical,CA:TRUE,pathlen:3
keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,keyCertSign,cRLSign,encipherOnly,decipherOnly
extendedKeyUsage=anyExtendedKeyUsage,serverAuth,clientAuth,codeSigning,emailProtection,timeStamping,OCSPSigning,1.3.6.1.4.1.311.10.3.4
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid:always
issuerAltName=email:a@b.example
subjectAltName=DNS:a.example,DNS:a CA,email:a@b.example,RID:1.2.3.4
crlDistributionPoints=URI:http://a.example/crl
authorityInfoAccess=OCSP;URI:http://a.example/ocsp
certificatePolicies=1.2.3.4
nameConstraints=permitted;DNS:.example,excluded;email:b.example
policyConstraints=requireExplicitPolicy:0
`, '.cnf')
    return openssl(['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', temporaryFile(''), '-days', '30', '-config', config]).toString()
}

/** Request files that are wrong in each way, and what the language calls that. */
const file = (changes) => ({ popcert: 'request', version: 1, requests: [{ verificationCode: CODE }], ...changes })
const WRONG_FILES = [
    ['Its {1} is neither {2} nor {3}', file({ popcert: 'x' })], ['Its {1} is not a number from {2} on', file({ version: 'x' })],
    ['Its {1} is not a list', file({ requests: 5 })], ['Its {1} is not an object', file({ ca: 5 })],
    ['Entry {1} of {2} is not an object', file({ requests: [5] })], ['Entry {1} has no {2}', file({ requests: [{}] })],
    ['The {1} of its {2} is not {3} hex digits', file({ ca: { sha1: 'x' } })],
    ['The file has a {1} that is not text', file({ service: 5 })], ['The file has a {1} of more than {2} characters', file({ service: 'x'.repeat(300) })],
    ['The file has a {1} with invisible characters', file({ service: 'a\u202eb' })],
    ['Its {1} has a {2} that is not text', file({ ca: { subject: 5 } })], ['Its {1} has a {2} of more than {3} characters', file({ ca: { subject: 'x'.repeat(3000) } })],
    ['Its {1} has a {2} with invisible characters', file({ ca: { subject: 'a\u202eb' } })],
    ['Entry {1} has a {2} that is not text', file({ requests: [{ verificationCode: CODE, id: 5 }] })],
    ['Entry {1} has a {2} of more than {3} characters', file({ requests: [{ verificationCode: CODE, kind: 'x'.repeat(50) }] })],
    ['Entry {1} has a {2} with invisible characters', file({ requests: [{ verificationCode: CODE, id: 'a\u202eb' }] })],
].map(([phrase, content]) => [`FILE_MALFORMED.${phrase}`, content])
const SAME = [
    ['DUPLICATE_ENTRY.Entries {1} and {2} have the same id', file({ requests: [{ verificationCode: CODE, id: 'a' }, { verificationCode: AWS_CODE, id: 'a' }] })],
    ['DUPLICATE_ENTRY.Entries {1} and {2} have the same verification code', file({ requests: [{ verificationCode: CODE }, { verificationCode: CODE }] })],
]

inBrowser({ suite, before, after }, 'chromium', (context) => {
    for (const language of ['de', 'es', 'fr', 'ja', 'zh-Hans']) {
        test(`${language}: what every service wants, what is wrong with a file, what is in one, and many at once`, async () => {
            const signer = await SignerPage.open(context.browser, `${context.server.url}/languages/signer.${language}.html`)
            const own = ownOf(language)
            const { long, short } = forbiddenIn(language)
            const assertNothing = async (where) => {
                const texts = await saidBy(signer.page)
                const whole = texts.join('\n')
                const found = [...long.filter((piece) => whole.includes(piece)), ...short.filter((piece) => texts.includes(piece))]
                assert.deepEqual([found, await signer.page.$$eval('body [lang=en]:not(option)', (all) => all.filter((each) => each.textContent !== '').map(({ outerHTML }) => outerHTML))], [[], []], where)
            }
            const holds = (text, key) => piecesOf(own[key] ?? assert.fail(key)).every((piece) => text.includes(piece))
            const says = (id, key) => signer.waitFor(async () => holds(await signer.wholeText(id), key), `${key} in #${id}`)
                .catch(async (error) => { throw new Error(`${error.message}; it says ${await signer.wholeText(id)}`) })
            await assertNothing('as opened')

            for (const [phrase, content] of [...WRONG_FILES, ...SAME]) {
                await signer.choose('requests-file', temporaryFile(JSON.stringify(content), '.json'))
                await says('code-error', `word.file.${phrase}`)
                await assertNothing(phrase)
            }

            await signer.chooseCa('certs/ca-p256.pem')
            await signer.choose('ca-file', temporaryFile(manyExtensions(), '.pem'))
            await signer.waitFor(async () => (await signer.wholeText('ca-row')).includes('Sieben 7'), 'the CA')
            await signer.press('ca-contents')
            await until(() => signer.page.$eval('#contents', (dialog) => dialog.open), 'the view')
            const contents = await signer.wholeText('contents-found')
            const extensions = Object.keys(own).filter((key) => key.startsWith('extension.'))
            // Only of a certificate that is none, and of a CA that may have none below it.
            const others = ['extension.not a CA', 'extension.with no CA below it']
            assert.deepEqual(extensions.filter((key) => !others.includes(key) && !holds(contents, key)), [])
            assert.ok(contents.includes('a.example, DNS a CA'), 'a name out of the file stays')
            assert.ok(contents.includes(`, ${own['extension.mail']} a@b.example, ${own['extension.name']} `), 'the kinds of other names')
            await assertNothing('extensions')
            await signer.press('contents-close')
            await signer.press('clear')

            for (const service of services) {
                await signer.page.select('#service', service.id)
                await signer.fill({ code: codeOf(service) })
                if (service.id !== 'azure') assert.equal(await signer.wholeText('service-where'), own[`service.${service.id}.0`])
                await signer.waitFor(async () => (await signer.page.$eval('#match', ({ textContent }) => textContent)) !== '', 'the check')
                await assertNothing(`${service.id}, a code`)
                if (![CODE, AWS_CODE].includes(codeOf(service))) {
                    await signer.page.$eval('#code', (field) => field.blur())
                    await signer.waitFor(() => signer.visible('code-confirm-line'), 'the box to tick')
                    await assertNothing(`${service.id}, a question`)
                    await signer.press('code-confirm')
                }
                await signer.create()
                await signer.waitForResult()
                const next = await signer.wholeText('next')
                for (const at of service.id === 'azure' ? [] : [1, ...service.notes.map((_, note) => note + 2)]) assert.ok(holds(next, `service.${service.id}.${at}`), `${service.id}: ${next}`)
                for (const { text } of service.commands) assert.ok(next.includes(text.replaceAll('{certificate}', await signer.wholeText('saved-as')).replaceAll('{ca}', 'ca-p256.pem')), text)
                await assertNothing(`${service.id}, a certificate`)
                await signer.press('clear')
                await signer.waitForNoResult()
            }

            await signer.choose('requests-file', temporaryFile(JSON.stringify(file({ service: 'Portal 7', requests: [{ verificationCode: CODE }, { verificationCode: 'X'.repeat(65) }, { verificationCode: AWS_CODE }] })), '.json'))
            await signer.chooseKey('encrypted/pbes2-rsa2048.pem')
            await signer.chooseCa('certs/ca-rsa2048.pem')
            await signer.waitFor(() => signer.visible('key-password'), 'the question')
            await assertNothing('a password is wanted')
            await signer.type('key-password', PASSWORD)
            await signer.page.keyboard.press('Enter')
            await says('match', 'match.pass')
            await assertNothing('a list')
            await signer.create()
            await signer.waitFor(() => signer.visible('batch'), 'the certificates')
            await assertNothing('certificates')
            await signer.press('clear')
            await signer.press('sample')
            await says('sample-line', 'sample.line')
            await signer.create()
            await signer.waitForResult()
            await assertNothing('the sample')
            await signer.close()
        })
    }

    test('without a script: its title, that one is needed, and nothing to press', async () => {
        for (const language of ['de', 'es', 'fr', 'ja', 'zh-Hans']) {
            const page = await context.browser.newPage()
            await page.setJavaScriptEnabled(false)
            await page.goto(`${context.server.url}/languages/signer.${language}.html`)
            assert.equal(await page.title(), ownOf(language).title)
            const said = await page.$eval('noscript', (element) => element.innerText.trim())
            assert.equal(said, ownOf(language).noscript)
            assert.equal((await page.$eval('main', (main) => main.innerText)).replace(/\s+/g, ' ').trim(), `popcert ${said}`)
            assert.equal(await page.$$eval('button, input, select, label', (all) => all.filter((each) => each.checkVisibility()).length), 0)
            await page.close()
        }
    })
})
