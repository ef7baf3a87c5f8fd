// What readers copy out of the READMEs, run as it stands there; and a list of who runs which block, so that none is forgotten.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'

import { launch, until, withoutBrowser } from '../support/browsers.mjs'
import { block, blocksOf } from '../support/blocks.mjs'
import { assertCheckerAccepts } from '../support/checker.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { CODE, dist, fixture, fixturePath, repository } from '../support/fixtures.mjs'
import { hasCommand, openssl } from '../support/openssl.mjs'
import { Newcomer } from '../support/newcomer.mjs'
import { Project } from '../support/project.mjs'
import { startServer } from '../support/server.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const cloud = 'a real cloud; tests/cli has it against the emulator'
/** Document, how the block begins, and the test that takes it by these words; or why none runs it. */
const BLOCKS = [
    ['README.md', 'az login', { why: 'a sign-in of the cloud' }],
    ['README.md', 'popcert dps verify', { why: cloud }],
    ['README.md', './dev run', { why: 'builds everything, and stays' }],
    ['README.md', 'import { loadCore }', { by: 'snippets' }],
    ['web/package/README.md', '<script type="module"', { by: 'snippets' }],
    ['web/package/README.md', 'const signer =', { by: 'snippets' }],
    ['web/package/README.md', 'import { loadCore }', { by: 'snippets' }],
    ['web/package/README.md', 'popcert create', { by: 'snippets' }],
    ['web/package/README.md', 'popcert dps verify', { why: cloud }],
    ['web/package/README.md', 'popcert dev ca', { why: 'asks a person for a password; tests/cli has it with one from a variable' }],
    ['web/package/README.md', 'popcert prepare', { why: 'its code is cut short; tests/cli has it with a whole one' }],
    ['web/package/README.md', 'popcert finish', { why: 'wants the signature of a device; tests/cli has it' }],
    ['examples/plain-html/README.md', 'mkdir -p popcert', { by: 'snippets' }],
    ['examples/react/README.md', 'npm install', { by: 'snippets' }],
    ['examples/react/README.md', 'npx vite build', { by: 'snippets' }],
    ['examples/node/README.md', 'npm install', { by: 'snippets' }],
    ['docs/embedding.md', 'Content-Security-Policy:', { by: 'embedding' }],
    ['docs/embedding.md', '<script type="module"', { by: 'embedding' }],
    ['docs/embedding.md', '// webpack.config.js', { by: 'embedding' }],
    ['docs/embedding.md', '// app.js', { by: 'embedding' }],
    ['docs/embedding.md', 'npx esbuild', { by: 'embedding' }],
    ['docs/embedding.md', '{\n    "extends": "@parcel', { why: 'Parcel is large; tried by hand with 2.16.4' }],
    ['docs/embedding.md', '// vite.config.js', { by: 'embedding' }],
    ['docs/embedding.md', '<!-- Portal.vue -->', { by: 'embedding' }],
    ['docs/embedding.md', '<!-- Portal.svelte -->', { by: 'embedding' }],
    ['docs/embedding.md', '{ "glob"', { why: 'Angular is large; tried by hand with 22.2' }],
    ['docs/embedding.md', '// app.ts', { why: 'Angular is large; tried by hand with 22.2' }],
    ['docs/embedding.md', '// portal.tsx', { by: 'embedding' }],
]
const examples = readdirSync(join(repository, 'examples')).filter((name) => statSync(join(repository, 'examples', name)).isDirectory() && name !== 'nginx')
const documents = ['README.md', 'web/package/README.md', 'docs/embedding.md', 'examples/README.md', ...examples.map((name) => `examples/${name}/README.md`)]

suite('every block', () => {
    for (const document of documents) {
        test(`${document}: is run by a test, or it is said why not`, () => {
            const rows = BLOCKS.filter(([of]) => of === document)
            for (const { text } of blocksOf(document)) {
                assert.equal(rows.filter(([, begins]) => text.startsWith(begins)).length, 1, `no test runs this block:\n${text}`)
            }
            for (const [, begins, { by }] of rows) {
                block(document, begins)
                if (by === undefined) continue
                const source = readFileSync(join(repository, 'tests/package', `${by}.test.mjs`), 'utf8')
                assert.ok(source.includes(`block('${document}', '${begins}')`), `${by} does not run '${begins}'`)
            }
        })
    }
})

const assertSound = (pem, code = CODE) => {
    assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], pem))
    assertCheckerAccepts(fixture('certs/ca-p256.der'), code, pem)
}
/** Of the READMEs. */
const SHOWN = '7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49'

const newcomer = new Newcomer()
const project = new Project()
let browser
after(async () => {
    await browser?.quit()
    newcomer.remove()
    project.remove()
})

async function signIn(url) {
    browser ??= await launch('chromium')
    const page = await browser.newPage()
    await page.setViewport({ width: 1100, height: 1800 })
    await page.goto(url)
    await (await EmbeddedSigner.find(page)).sign()
    return page
}

suite('the package, as its READMEs say', () => {
    test('from a program', () => {
        const text = block('README.md', 'import { loadCore }')
        assert.equal(block('web/package/README.md', 'import { loadCore }'), text)
        project.write('program.mjs', `
            import { readFileSync } from 'node:fs'
            const [privateKey, caCertificate] = process.argv.slice(2).map((path) => new Uint8Array(readFileSync(path)))
            ${text}`)
        const said = execFileSync(process.execPath, [project.path('program.mjs'), fixturePath('keys/p256-pkcs8.pem'), fixturePath('certs/ca-p256.pem')], { encoding: 'utf8' })
        assertSound(said.slice(0, said.lastIndexOf('-----') + 5), SHOWN)
    })

    test('from a terminal', () => {
        cpSync(fixturePath('keys/p256-pkcs8.pem'), project.path('ca.key.pem'))
        cpSync(fixturePath('certs/ca-p256.pem'), project.path('ca.cert.pem'))
        execFileSync('bash', ['-c', block('web/package/README.md', 'popcert create')],
            { cwd: project.folder, env: { ...process.env, PATH: `${project.path('node_modules/.bin')}:${process.env.PATH}` }, stdio: ['ignore', 'pipe', 'pipe'] })
        assertSound(readFileSync(project.path('verification.pem'), 'utf8'), SHOWN)
    })

    test('in a page', { skip: withoutBrowser('chromium') }, async () => {
        const server = await startServer(dist, {
            '/': `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${block('web/package/README.md', '<script type="module"')}
                <script type="module">
                    const code = '${CODE}', pem = ${JSON.stringify(readFileSync(fixturePath('certs/ca-p256.pem'), 'utf8'))}
                    const upload = (...uploaded) => { window.uploaded = uploaded }
                    ${block('web/package/README.md', 'const signer =')}
                </script>`,
        })
        try {
            browser ??= await launch('chromium')
            const page = await browser.newPage()
            await page.setViewport({ width: 1100, height: 1800 })
            await page.goto(server.url)
            const signer = await EmbeddedSigner.find(page)
            await signer.sign({ ca: null })
            const [id, pem] = await until(() => page.evaluate(() => window.uploaded), 'the certificate in the page')
            assert.equal(id, 'weu')
            assertSound(pem)
            await page.close()
        } finally {
            await server.close()
        }
    })
})

suite('the examples, from a clone', () => {
    test('node', () => {
        const said = newcomer.run('examples/node', block('examples/node/README.md', 'npm install'))
        assert.match(said, /^verification\.pem: OK$/m)
        const subject = openssl(['x509', '-noout', '-subject'], readFileSync(newcomer.path('examples/node/verification.pem'))).toString()
        assert.match(subject, new RegExp(`CN ?= ?${SHOWN}`))
    })

    test('plain-html', { skip: withoutBrowser('chromium') || (hasCommand('python3') ? false : 'python3 is not installed: the server of the README was not tried') }, async () => {
        // A port that is free, for the one that may not be.
        const commands = block('examples/plain-html/README.md', 'mkdir -p popcert').replace(/ 8000$/, ' 0')
        const server = await newcomer.serve('examples/plain-html', commands)
        try {
            const page = await signIn(server.url)
            assertSound(await until(() => page.$eval('#pem', (field) => field.value), 'the certificate in the portal'), SHOWN)
            await page.close()
        } finally {
            await server.stop()
        }
    })

    const inTable = async (url) => {
        const page = await signIn(url)
        for (const id of ['weu', 'eus']) {
            const pem = await until(() => page.$eval(`#row-${id} pre`, (cell) => (cell.textContent.includes('END') ? cell.textContent : '')), `the certificate of ${id}`)
            assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], pem))
        }
        await page.close()
    }

    test('react, in development', { skip: withoutBrowser('chromium') }, async () => {
        const server = await newcomer.serve('examples/react', block('examples/react/README.md', 'npm install'))
        try {
            await inTable(server.url)
        } finally {
            await server.stop()
        }
    })

    test('react, built', { skip: withoutBrowser('chromium') }, async () => {
        newcomer.run('examples/react', 'npm install')
        newcomer.run('examples/react', block('examples/react/README.md', 'npx vite build'))
        const server = await startServer(newcomer.path('examples/react/dist'))
        try {
            await inTable(`${server.url}/index.html`)
        } finally {
            await server.close()
        }
    })

    test('nothing that they make is in the way of git', () => {
        execFileSync('git', ['init', '-q', newcomer.folder])
        const said = execFileSync('git', ['-C', newcomer.folder, 'ls-files', '--others', '--exclude-standard', 'examples'], { encoding: 'utf8' })
        const brought = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'examples'], { cwd: repository, encoding: 'utf8' })
        assert.deepEqual(said.split('\n').sort(), brought.split('\n').sort())
    })
})
