// docs/embedding.md, built from its own blocks: bundlers with hashed names, Vue, Svelte, pages from a server, a strict policy.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, suite, test } from 'node:test'

import { build as vite, createServer as createVite } from 'vite'

import { BROWSERS, launch, until, withoutBrowser } from '../support/browsers.mjs'
import { block } from '../support/blocks.mjs'
import { assertCheckerAccepts } from '../support/checker.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { dist, fixture, repository } from '../support/fixtures.mjs'
import { openssl } from '../support/openssl.mjs'
import { Project } from '../support/project.mjs'
import { startServer } from '../support/server.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const require = createRequire(import.meta.url)
/** Of the document. */
const CODE = '7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49'
const missing = (...names) => {
    const absent = names.filter((name) => !existsSync(join(repository, 'node_modules', name)))
    return absent.length > 0 && `${absent.join(' and ')} is not installed: nothing was tried with it`
}

const project = new Project().with(...['react', 'react-dom', 'scheduler', 'vue', 'svelte', 'webpack', 'esbuild'].filter((name) => !missing(name)))
const browsers = {}
after(async () => {
    for (const browser of Object.values(browsers)) await browser.quit()
    project.remove()
})

const pageWith = (script, body) => `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A portal</title>
<body>${body}<script type="module" src="${script}"></script></body></html>`
const TAG = `<popcert-signer verification-code="${CODE}"></popcert-signer>`

/** What the element says to a page, kept for the test. */
async function openPage(kind, url) {
    browsers[kind] ??= await launch(kind)
    const page = await browsers[kind].newPage()
    page.said = []
    page.on('console', (message) => { if (['error', 'warn'].includes(message.type())) page.said.push(message.text()) })
    page.on('pageerror', (error) => page.said.push(error.message))
    await page.evaluateOnNewDocument(() => {
        window.made = []
        document.addEventListener('popcert-created', ({ detail }) => window.made.push(detail.certificate.pem))
    })
    await page.setViewport({ width: 1100, height: 1800 })
    await page.goto(url)
    return page
}

/** A certificate from the page, as it was told; `shown` says that the page has to show it, too, by its own means. */
async function sign(page, { shown = false } = {}) {
    await (await EmbeddedSigner.find(page)).sign()
    const pem = shown ? await until(() => page.$eval('pre', ({ textContent }) => (textContent.includes('END') ? textContent : '')), 'the certificate in the page')
        : await until(() => page.evaluate(() => window.made[0]), 'the certificate')
    assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], pem))
    assertCheckerAccepts(fixture('certs/ca-p256.der'), CODE, pem)
    assert.deepEqual(page.said, [])
    await page.close()
}

const inChromium = (name, skip, job) => test(name, { skip: withoutBrowser('chromium') || skip }, job)

/** Serves a folder with a page, and makes a certificate in it. */
async function signIn(folder, pages, options) {
    const server = await startServer(project.path(folder), pages)
    try {
        await sign(await openPage('chromium', `${server.url}/`), options)
    } finally {
        await server.close()
    }
}

const nameIn = (folder, pattern) => {
    const found = readdirSync(project.path(folder)).filter((name) => pattern.test(name))
    assert.equal(found.length, 1, readdirSync(project.path(folder)).join())
    return found[0]
}
/** A bundler brought the page, under a name of its own, and did not touch it. */
const assertUntouched = (folder, pattern) =>
    assert.deepEqual(readFileSync(project.path(folder, nameIn(folder, pattern))), readFileSync(join(dist, 'signer.html')))

suite('bundlers, with hashed names', () => {
    inChromium('Vite', false, async () => {
        project.write('vite/app.js', "import 'popcert/element'\n")
        project.write('vite/index.html', pageWith('/app.js', TAG))
        await vite({ root: project.path('vite'), configFile: false, logLevel: 'error' })
        assertUntouched('vite/dist/assets', /^signer-[\w-]{8}\.html$/)
        await signIn('vite/dist', { '/': { file: '/index.html' } })
    })

    inChromium('webpack', false, async () => {
        project.write('webpack/app.js', "import 'popcert/element'\n")
        project.write('webpack/webpack.config.js', block('docs/embedding.md', '// webpack.config.js'))
        const { default: config } = await import(pathToFileURL(project.path('webpack/webpack.config.js')))
        await new Promise((resolve, reject) => {
            require('webpack')({ ...config, context: project.path('webpack'), entry: './app.js', output: { path: project.path('webpack/out'), filename: '[name].[contenthash].js' } },
                (error, stats) => (error || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve()))
        })
        assertUntouched('webpack/out', /^[\da-f]{20}\.html$/)
        await signIn('webpack/out', { '/': pageWith(`/${nameIn('webpack/out', /\.js$/)}`, TAG) })
    })

    inChromium('esbuild', false, async () => {
        project.write('esbuild/app.js', block('docs/embedding.md', '// app.js'))
        // Without the registry's runner: the program itself.
        const command = block('docs/embedding.md', 'npx esbuild').replace(/^npx esbuild/, `"${join(repository, 'node_modules/.bin/esbuild')}"`)
        execFileSync('bash', ['-c', command], { cwd: project.path('esbuild'), stdio: ['ignore', 'ignore', 'pipe'] })
        assertUntouched('esbuild/out', /^signer-\w{8}\.html$/)
        await signIn('esbuild/out', { '/': pageWith(`/${nameIn('esbuild/out', /\.js$/)}`, TAG) })
    })
})

let builds = 0
const withVue = missing('vue', '@vitejs/plugin-vue')
const withSvelte = missing('svelte', '@sveltejs/vite-plugin-svelte')
/** Each: its component, what makes a page of it in a browser, what takes over a page from a server, and what renders that. */
const FRAMEWORKS = {
    vue: {
        skip: withVue,
        component: ['Portal.vue', () => block('docs/embedding.md', '<!-- Portal.vue -->')],
        async plugins() {
            const config = block('docs/embedding.md', '// vite.config.js').replace("'@vitejs/plugin-vue'", `'${pathToFileURL(require.resolve('@vitejs/plugin-vue'))}'`)
            project.write('vue/vite.config.mjs', config)
            // A plugin serves one build.
            return (await import(`${pathToFileURL(project.path('vue/vite.config.mjs'))}?${builds++}`)).default.plugins
        },
        browser: "import { createApp } from 'vue'\nimport Portal from './Portal.vue'\ncreateApp(Portal).mount('#app')\n",
        hydrate: "import { createSSRApp } from 'vue'\nimport Portal from './Portal.vue'\ncreateSSRApp(Portal).mount('#app')\n",
        server: "import { createSSRApp } from 'vue'\nimport { renderToString } from 'vue/server-renderer'\nimport Portal from './Portal.vue'\nexport const render = () => renderToString(createSSRApp(Portal))\n",
    },
    svelte: {
        skip: withSvelte,
        component: ['Portal.svelte', () => block('docs/embedding.md', '<!-- Portal.svelte -->')],
        async plugins() { return [(await import('@sveltejs/vite-plugin-svelte')).svelte({ configFile: false })] },
        browser: "import { mount } from 'svelte'\nimport Portal from './Portal.svelte'\nmount(Portal, { target: document.getElementById('app') })\n",
        hydrate: "import { hydrate } from 'svelte'\nimport Portal from './Portal.svelte'\nhydrate(Portal, { target: document.getElementById('app') })\n",
        server: "import { render as renderComponent } from 'svelte/server'\nimport Portal from './Portal.svelte'\nexport const render = () => renderComponent(Portal).body\n",
    },
    react: {
        skip: false,
        component: ['portal.tsx', () => block('docs/embedding.md', '// portal.tsx')],
        async plugins() { return [] },
        browser: "import { createElement } from 'react'\nimport { createRoot } from 'react-dom/client'\nimport { Portal } from './portal'\ncreateRoot(document.getElementById('app')).render(createElement(Portal))\n",
        hydrate: "import { createElement } from 'react'\nimport { hydrateRoot } from 'react-dom/client'\nimport { Portal } from './portal'\nhydrateRoot(document.getElementById('app'), createElement(Portal))\n",
        server: "import { createElement } from 'react'\nimport { renderToString } from 'react-dom/server'\nimport { Portal } from './portal'\nexport const render = () => renderToString(createElement(Portal))\n",
    },
}

for (const [name, { skip, component, plugins, ...entries }] of Object.entries(FRAMEWORKS)) {
    suite(name, () => {
        const [file, text] = component
        const write = () => {
            project.write(`${name}/${file}`, text())
            // Each is a project of its own: Vite serves in development only what is in it.
            if (!existsSync(project.path(name, 'node_modules'))) cpSync(project.path('node_modules'), project.path(name, 'node_modules'), { recursive: true, verbatimSymlinks: true })
            for (const [entry, source] of Object.entries(entries)) project.write(`${name}/${entry}.js`, source)
        }
        const page = (entry, inside = '') => project.write(`${name}/index.html`, pageWith(`/${entry}.js`, `<div id="app">${inside}</div>`))
        const common = async () => ({ root: project.path(name), configFile: false, logLevel: 'error', plugins: await plugins() })

        inChromium('built', skip, async () => {
            write()
            page('browser')
            await vite(await common())
            await signIn(`${name}/dist`, { '/': { file: '/index.html' } }, { shown: true })
        })

        inChromium('in development', skip, async () => {
            write()
            page('browser')
            const server = await createVite({ ...await common(), server: { host: '127.0.0.1', port: 0 } })
            try {
                await server.listen()
                await sign(await openPage('chromium', server.resolvedUrls.local[0]), { shown: true })
            } finally {
                await server.close()
            }
        })

        inChromium('rendered on a server', skip, async () => {
            write()
            await vite({ ...await common(), ssr: { noExternal: true }, build: { ssr: 'server.js', outDir: 'server' } })
            const { render } = await import(pathToFileURL(project.path(name, 'server/server.js')))
            const html = await render()
            assert.match(html, /<pre>/)
            page('hydrate', html)
            await vite(await common())
            await signIn(`${name}/dist`, { '/': { file: '/index.html' } }, { shown: true })
        })
    })
}

suite('a strict policy', () => {
    const documented = block('docs/embedding.md', 'Content-Security-Policy:').replace(/^Content-Security-Policy: /, '')
    const html = block('docs/embedding.md', '<script type="module"')
    const [nonce] = /(?<='nonce-)\w+/.exec(documented)
    const [tag] = html.split('\n')
    const viaModule = (how) => html.replace(tag, `<script type="module" nonce="${nonce}">${how}</script>`)
    const scriptSrc = (value) => documented.replace(/script-src [^;]*/, `script-src ${value}`)

    /** name -> policy, page, and whether it works. */
    const ROWS = {
        'as documented': [documented, html, true],
        'the nonce of a module that imports the element': [documented, viaModule("import '/popcert/element.js'"), true],
        'the nonce of a module that imports it later': [documented, viaModule("await import('/popcert/element.js')"), true],
        'a nonce, and no strict-dynamic': [scriptSrc(`'nonce-${nonce}'`), html, true],
        'the address of the element': [scriptSrc('{portal}/popcert/element.js'), html.replace(` nonce="${nonce}"`, ''), true],
        'the folder of the signer': [documented.replace(/frame-src [^;]*/, 'frame-src {portal}/popcert/'), html, true],
        'no nonce': [documented, html.replace(` nonce="${nonce}"`, ''), false],
        "no nonce, but 'self', which strict-dynamic puts out of force": [scriptSrc(`'self' 'nonce-${nonce}' 'strict-dynamic'`), html.replace(` nonce="${nonce}"`, ''), false],
    }

    for (const kind of BROWSERS) {
        for (const [name, [policy, body, works]] of Object.entries(ROWS)) {
            test(`${kind}: ${name}`, { skip: withoutBrowser(kind) }, async () => {
                const server = await startServer(dist, {
                    '/': ({ headers: { host } }) => ({
                        body: `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="/popcert/none.ico"><title>A portal</title>${body}</html>`,
                        headers: { 'content-security-policy': `${policy.replaceAll('https://portal.example', `http://${host}`).replaceAll('{portal}', `http://${host}`)}; img-src 'self'` },
                    }),
                    '/popcert/none.ico': { body: '' },
                })
                try {
                    const page = await openPage(kind, `${server.url}/`)
                    if (works) await sign(page)
                    else {
                        await until(() => page.said.some((line) => /Content.Security.Policy/i.test(line)), 'the policy to speak')
                        assert.equal(await page.evaluate(() => customElements.get('popcert-signer') === undefined), true)
                        await page.close()
                    }
                } finally {
                    await server.close()
                }
            })
        }
    }
})
