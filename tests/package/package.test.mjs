// dist/popcert as npm would have it: packed, installed into an empty project, used from there.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { build as esbuild } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { build as vite } from 'vite'

import { BROWSERS, launch, withoutBrowser } from '../support/browsers.mjs'
import { assertCheckerAccepts } from '../support/checker.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { Host, hostFiles, hostPage } from '../support/element.mjs'
import { CODE, dist, fixture, fixturePath, repository } from '../support/fixtures.mjs'
import { openssl, opensslVerify } from '../support/openssl.mjs'
import { Project } from '../support/project.mjs'
import { startServer } from '../support/server.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const require = createRequire(import.meta.url)
const project = new Project()
after(() => project.remove())

const manifest = JSON.parse(readFileSync(join(dist, 'popcert', 'package.json'), 'utf8'))
const installed = (name) => readFileSync(project.path('node_modules/popcert', name))
const node = (...args) => execFileSync(process.execPath, args, { cwd: project.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const assertSound = (pem) => {
    assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], pem))
    assertCheckerAccepts(fixture('certs/ca-p256.der'), CODE, pem)
}

suite('the tarball', () => {
    test('holds these files and no others', () => {
        assert.deepEqual(project.packed.files.map(({ path }) => path).sort(), [
            'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'cli.js', 'custom-elements.json', 'dev-thread.js', 'dev.d.ts', 'dev.js', 'element.d.ts', 'element.js', 'frame-protocol.d.ts', 'frame-protocol.js',
            'index.d.ts', 'index.js', 'package.json', 'react.d.ts', 'signer.html',
        ])
        assert.deepEqual(installed('signer.html'), readFileSync(join(dist, 'signer.html')), 'the page of the release')
    })

    test('has the version of this repository, no dependencies, nothing that runs at installation', () => {
        assert.equal(manifest.version, JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).version)
        for (const name of ['dependencies', 'peerDependencies', 'optionalDependencies', 'scripts']) assert.equal(manifest[name], undefined, name)
        for (const target of Object.values(manifest.exports).flatMap((each) => (typeof each === 'string' ? each : Object.values(each)))) {
            assert.ok(project.packed.files.some(({ path }) => `./${path}` === target), target)
        }
    })

    test('is a package as publint wants it, and arethetypeswrong', async () => {
        const { messages, pkg } = await publint({ pkgDir: project.path('node_modules/popcert'), level: 'suggestion', strict: true, pack: false })
        assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), [])
        const { problems } = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(project.path(project.packed.filename)))))
        // It is an ES module, which CommonJS reaches by import(); and a page has no types.
        const known = ({ kind, entrypoint }) => kind === 'CJSResolvesToESM' || (kind === 'NoResolution' && entrypoint === './signer.html')
        assert.deepEqual(problems.filter((problem) => !known(problem)), [])
    })

    test('brings the command', () => {
        const said = execFileSync(project.path('node_modules/.bin/popcert'), ['--version'], { encoding: 'utf8' })
        assert.equal(said, `${manifest.version}\n`)
        const made = execFileSync(project.path('node_modules/.bin/popcert'), ['create', '--code', CODE, '--key', fixturePath('keys/p256-pkcs8.pem'), '--ca', fixturePath('certs/ca-p256.pem')], { encoding: 'utf8' })
        assertSound(made)
    })

    test('asks nobody for anything: no address in its code but those of standards', () => {
        for (const name of ['index.js', 'dev.js', 'element.js', 'frame-protocol.js']) {
            // But in the services' commands, where the host is the person's to fill in.
            const addresses = (installed(name).toString().match(/\b(?:https?|wss?):\/\/[^\s"'`)]*/g) ?? []).filter((address) => !/^https:\/\/[A-Z]+[./]/.test(address))
            assert.deepEqual(addresses, [], name)
            assert.doesNotMatch(installed(name).toString(), /\b(sendBeacon|WebSocket|EventSource|localStorage|sessionStorage|indexedDB)\b|document\.cookie/, name)
        }
        assert.doesNotMatch(installed('element.js').toString(), /\bfetch\(|XMLHttpRequest|innerHTML|\beval\(|new Function/)
    })
})

suite('the manifest of the element', () => {
    test('says what the class has', async () => {
        const { modules: [{ declarations: [declared] }] } = JSON.parse(installed('custom-elements.json'))
        const { PopcertSigner } = await import(project.path('node_modules/popcert/element.js'))
        assert.deepEqual(declared.attributes.map(({ name }) => name).sort(), PopcertSigner.observedAttributes.filter((name) => name !== 'class' && name !== 'style').sort())
        const own = Object.getOwnPropertyNames(PopcertSigner.prototype).filter((name) => !/Callback$|^constructor$/.test(name))
        assert.deepEqual(declared.members.map(({ name }) => name).sort(), own.sort())
        const types = installed('element.d.ts').toString()
        for (const { name, type } of declared.events) assert.ok(types.includes(`'${name}': ${type.text};`), name)
        for (const { name } of declared.cssProperties) assert.ok(types.includes(`\`${name}\``), name)
    })
})

suite('in Node', () => {
    test('makes a certificate that OpenSSL accepts', () => {
        project.write('make.mjs', `
            import { readFileSync } from 'node:fs'
            import { loadCore } from 'popcert'
            const read = (path) => new Uint8Array(readFileSync(path))
            globalThis.fetch = () => { throw new Error('fetched') }
            const core = await loadCore()
            const [verificationCode, key, ca] = process.argv.slice(2)
            const made = core.createVerificationCertificate({ verificationCode, privateKey: read(key), caCertificate: read(ca) })
            process.stdout.write(made.ok ? made.value.pem : made.error.code)
        `)
        assertSound(node('make.mjs', CODE, fixturePath('keys/p256-pkcs8.pem'), fixturePath('certs/ca-p256.pem')))
    })

    test('says what to do with it at each service, with the files in the commands', () => {
        project.write('steps.mjs', `
            import { nextSteps } from 'popcert'
            console.log(JSON.stringify(process.argv.slice(2).map((service) => nextSteps(service, { certificateFile: 'proof.pem', caFile: 'my ca.pem' }))))
        `)
        const ids = readdirSync(join(repository, 'services')).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5))
        for (const [index, { title, path, commands, notes }] of JSON.parse(node('steps.mjs', ...ids)).entries()) {
            const source = JSON.parse(readFileSync(join(repository, 'services', `${ids[index]}.json`), 'utf8'))
            const filled = (text) => text.replaceAll('{certificate}', 'proof.pem').replaceAll('{ca}', 'CA.pem')
            assert.deepEqual({ title, path, commands, notes }, {
                title: source.title, path: filled(source.path), commands: source.commands.map(({ name, text }) => ({ name, text: filled(text) })), notes: source.notes,
            })
        }
    })

    test('makes development certificates, which OpenSSL accepts', () => {
        project.write('dev.mjs', `
            import { loadDevPki, localMaker, makeCa } from 'popcert/dev'
            globalThis.fetch = () => { throw new Error('fetched') }
            const pki = await loadDevPki()
            const ca = await makeCa(localMaker(pki), { keyType: 'P-256', rootName: 'root', password: 'seven wooden boats', pfx: 'none' })
            if (!ca.ok) throw new Error(ca.error.code)
            const opened = pki.open({ ...ca.value.issuer, password: 'seven wooden boats' })
            const made = pki.make({ kind: 'device', subject: { commonName: 'sensor-1' } })
            console.log(JSON.stringify([opened.ok, ca.value.chain[0].pem, made.value.pem]))
            pki.close()
        `)
        const [opened, root, device] = JSON.parse(node('dev.mjs'))
        assert.equal(opened, true)
        assert.ok(opensslVerify(root, device, ['-purpose', 'sslclient']).accepted)
    })

    test('the element can be imported where pages are rendered, and CommonJS can import the core', () => {
        project.write('render.mjs', "import { PopcertSigner } from 'popcert/element'\nimport 'popcert/react'\nimport { frameSandbox } from 'popcert/frame-protocol'\nconsole.log(typeof PopcertSigner, frameSandbox)\n")
        assert.equal(node('render.mjs'), 'function allow-scripts allow-downloads\n')
        project.write('old.cjs', "import('popcert').then(({ loadCore }) => loadCore()).then((core) => console.log(core.version))\n")
        assert.equal(node('old.cjs'), `${manifest.version}\n`)
        project.write('where.mjs', "console.log(import.meta.resolve('popcert/signer.html').endsWith('/popcert/signer.html'))\n")
        assert.equal(node('where.mjs'), 'true\n')
    })
})

suite('types', () => {
    const consumer = `
        import { loadCore, nextSteps, type CreateResult, type NextSteps, type ServiceCommand } from 'popcert'
        import { PopcertSigner, type PopcertCreated } from 'popcert/element'
        import type { FromSigner, ToSigner } from 'popcert/frame-protocol'
        import { Run, ZipOutput, idsOfList, loadDevPki, makeCa, manifestOf, type DevPki, type MadeFiles, type Manifest, type Sink } from 'popcert/dev'

        const pki: DevPki = await loadDevPki()
        const device = pki.make({ kind: 'device', subject: { commonName: 'sensor-1' } })
        const key: Uint8Array | null = device.ok ? device.value.key : null
        export type Dev = [typeof Run, typeof ZipOutput, typeof idsOfList, typeof makeCa, typeof manifestOf, MadeFiles, Manifest, Sink, typeof key]

        const core = await loadCore()
        const made: CreateResult = core.createVerificationCertificate({ verificationCode: 'C', privateKey: new Uint8Array() })
        if (made.ok) made.value.pem.length; else made.error.hint.length
        const steps: NextSteps = nextSteps('aws', { certificateFile: 'proof.pem' })
        const [first]: readonly ServiceCommand[] = steps.commands
        first?.text.length

        const signer = document.createElement('popcert-signer')
        signer.requests = [{ id: '1', verificationCode: 'C' }]
        signer.caCertificate = new Uint8Array()
        signer.service = 'aws'
        signer.addEventListener('popcert-created', ({ detail }) => { const { id, certificate }: PopcertCreated = detail; id?.length; certificate.notAfter.getTime() })
        document.addEventListener('popcert-failed', (event) => { event.detail.error.code.length; event.preventDefault() })
        document.querySelector('popcert-signer')?.refresh()
        customElements.define('portal-signer', class extends PopcertSigner { own() { this.clear() } })
        const message: ToSigner = { type: 'clear' }
        export const take = (said: FromSigner) => said.type === 'created' ? said.certificate.sha256 : message.type
    `
    const WRONG = {
        'an unknown theme': "document.createElement('popcert-signer').theme = 'pink'",
        'a service that nobody knows': "import { nextSteps } from 'popcert'; nextSteps('azur', { certificateFile: 'proof.pem' })",
        'a service that the element does not know': "document.createElement('popcert-signer').service = 'azur'",
        'a key': "document.createElement('popcert-signer').privateKey = new Uint8Array()",
        'a request without a code': "document.createElement('popcert-signer').requests = [{ id: '1' }]",
        'a detail that is not there': "document.addEventListener('popcert-created', ({ detail }) => detail.key)",
    }
    const react = `
        import 'popcert/react'
        export const Portal = () => <popcert-signer requests={[{ id: '1', verificationCode: 'C' }]} theme="dark" service="aws" className="x"
            onpopcert-created={({ detail }) => detail.certificate.pem.length} ref={(signer) => { signer?.clear() }} />
    `
    const check = (files, module, moduleResolution) => {
        for (const [name, text] of Object.entries(files)) project.write(`types/${name}`, text)
        project.write('types/tsconfig.json', JSON.stringify({
            compilerOptions: {
                target: 'ES2022', module, moduleResolution, lib: ['ES2022', 'DOM', 'DOM.Iterable'], jsx: 'react-jsx', strict: true,
                noEmit: true, exactOptionalPropertyTypes: true, verbatimModuleSyntax: true, skipLibCheck: false, types: [],
            },
            files: Object.keys(files),
        }))
        try {
            return execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', project.path('types')], { encoding: 'utf8' })
        } catch (error) {
            return error.stdout
        }
    }

    for (const [module, resolution] of [['ESNext', 'Bundler'], ['NodeNext', 'NodeNext']]) {
        test(`strict, ${resolution}: a program and a React component`, () => {
            project.with('@types/react', 'csstype')
            assert.equal(check({ 'program.ts': consumer, 'component.tsx': react }, module, resolution), '')
        })
    }

    test('what would be wrong is an error', () => {
        const files = Object.fromEntries(Object.values(WRONG).map((line, index) => [`wrong${index}.ts`, `import 'popcert/element'\n${line}\n`]))
        const said = check({ ...files, 'wrong.tsx': "import 'popcert/react'\nexport const Portal = () => <popcert-signer theme=\"pink\" />" }, 'ESNext', 'Bundler')
        for (const name of [...Object.keys(files), 'wrong.tsx']) assert.ok(said.includes(`${name}(2,`), `${name} was accepted: ${said}`)
    })
})

/** Each makes `folder` of the project into a site with app.js. */
const BUNDLERS = {
    'no bundler': async (folder) => {
        for (const name of ['element.js', 'signer.html']) project.write(`${folder}/popcert/${name}`, installed(name))
        project.write(`${folder}/app.js`, "import './popcert/element.js'\n")
    },
    Vite: (folder) => vite({
        root: project.folder, configFile: false, logLevel: 'error',
        build: { outDir: folder, rollupOptions: { input: project.path('app.js'), output: { entryFileNames: 'app.js' } } },
    }),
    webpack: (folder) => new Promise((resolve, reject) => {
        // Newer webpacks rewrite pages, which the signer's own policy does not allow.
        const noRewriting = { optimization: { minimizeOptions: { html: false } } }
        require('webpack')({ context: project.folder, mode: 'production', entry: './app.js', output: { path: project.path(folder), filename: 'app.js' }, ...noRewriting },
            (error, stats) => (error || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve()))
    }),
    esbuild: async (folder) => {
        await esbuild({ absWorkingDir: project.folder, entryPoints: ['app.js'], bundle: true, minify: true, format: 'esm', outdir: project.path(folder) })
        project.write(`${folder}/signer.html`, installed('signer.html'))
    },
    'esbuild, as a classic script': async (folder) => {
        await esbuild({ absWorkingDir: project.folder, entryPoints: ['app.js'], bundle: true, minify: true, format: 'iife', outdir: project.path(folder) })
        project.write(`${folder}/signer.html`, installed('signer.html'))
    },
}

suite('sites', async () => {
    project.write('app.js', "import 'popcert/element'\n")
    const browsers = {}
    after(async () => { for (const browser of Object.values(browsers)) await browser.quit() })

    for (const [name, make] of Object.entries(BUNDLERS)) {
        const folder = `site-${name.replaceAll(/\W+/g, '-')}`
        suite(name, () => {
            for (const kind of BROWSERS) {
                test(`${kind}: a certificate comes out of the element, and nothing else is asked for`, { skip: withoutBrowser(kind) }, async () => {
                    await make(folder)
                    browsers[kind] ??= await launch(kind)
                    const server = await startServer(project.path(folder), { ...hostFiles, '/portal/': hostPage(`<popcert-signer verification-code="${CODE}"></popcert-signer>`, { element: '/app.js' })
                        .replace('<meta charset="utf-8">', '<meta charset="utf-8"><base href="/">') })
                    try {
                        const host = await Host.open(browsers[kind], `${server.url}/portal/`, { height: 1600 })
                        await host.waitForEvent('ready')
                        await (await EmbeddedSigner.find(host.page)).sign()
                        assertSound((await host.waitForEvent('created')).detail.certificate.pem)
                        const asked = server.requests.map((line) => line.replace(/^GET /, ''))
                        const expected = name === 'no bundler' ? /^\/(portal\/|recorder\.js|app\.js|popcert\/(element\.js|signer\.html))$/ : /^\/(portal\/|recorder\.js|app\.js|[\w/.-]+\.html)$/
                        assert.deepEqual(asked.filter((path) => !expected.test(path)), [])
                        assert.equal(asked.length, new Set(asked).size, asked.join())
                        assert.deepEqual(host.said, [])
                        await host.close()
                    } finally {
                        await server.close()
                    }
                })
            }
        })
    }
})
