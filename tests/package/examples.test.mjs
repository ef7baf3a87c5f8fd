// The examples in both browsers, and behind nginx; snippets.test.mjs runs the commands of their READMEs.
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'

import { build as vite } from 'vite'

import { BROWSERS, launch, until, withoutBrowser } from '../support/browsers.mjs'
import { EmbeddedSigner } from '../support/embedded.mjs'
import { CODE, dist, fixture, fixturePath, PASSWORD, repository } from '../support/fixtures.mjs'
import { openssl } from '../support/openssl.mjs'
import { Project } from '../support/project.mjs'
import { startServer } from '../support/server.mjs'
import { assertOpensslAccepts } from '../support/verification.mjs'

const project = new Project().with('react', 'react-dom', 'scheduler', '@types/react', 'csstype')
const browsers = {}
after(async () => {
    for (const browser of Object.values(browsers)) await browser.quit()
    project.remove()
})

const assertSound = (pem) => assertOpensslAccepts(fixture('certs/ca-p256.der'), openssl(['x509', '-outform', 'DER'], pem))

/** What the console of a page says, until it is closed. */
async function openPage(kind, url) {
    browsers[kind] ??= await launch(kind)
    const page = await browsers[kind].newPage()
    page.said = []
    page.on('console', (message) => page.said.push(message.text()))
    page.on('pageerror', (error) => page.said.push(error.message))
    await page.setViewport({ width: 1100, height: 1800 })
    await page.goto(url)
    return page
}

const inEach = (name, job) => {
    for (const kind of BROWSERS) test(`${kind}: ${name}`, { skip: withoutBrowser(kind) }, () => job(kind))
}

/** The plain page with the two files that it wants, as its README says. */
function plainPortal() {
    project.copyExample('plain-html')
    const folder = project.path('plain-html')
    mkdirSync(join(folder, 'popcert'), { recursive: true })
    for (const name of ['element.js', 'signer.html']) cpSync(join(dist, 'popcert', name), join(folder, 'popcert', name))
    return folder
}

async function certificateOfPlainPortal(kind, url) {
    const page = await openPage(kind, url)
    await (await EmbeddedSigner.find(page)).sign()
    const pem = await until(() => page.$eval('#pem', (field) => field.value), 'the certificate in the portal')
    assertSound(pem)
    assert.equal(await page.$eval('#problem', (element) => element.textContent), '')
    return page
}

suite('plain-html', () => {
    let server
    before(async () => { server = await startServer(plainPortal()) })
    after(() => server.close())

    inEach('the certificate arrives in the portal, which has its own look and a strict policy', async (kind) => {
        const page = await certificateOfPlainPortal(kind, `${server.url}/index.html`)
        assert.deepEqual(page.said, [])
        const { frame } = await EmbeddedSigner.find(page)
        assert.equal(await frame.$eval('body', (body) => getComputedStyle(body).getPropertyValue('--accent').trim()), 'rgb(122 46 142)', "the portal's accent")
        await page.close()
    })
})

suite('react', () => {
    let server
    before(async () => {
        project.copyExample('react')
        await vite({ root: project.path('react'), configFile: false, logLevel: 'error' })
        server = await startServer(project.path('react/dist'))
    })
    after(() => server?.close())

    test('its types hold', () => {
        execFileSync(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', project.path('react')], { encoding: 'utf8' })
    })

    inEach('two codes, two certificates in the table', async (kind) => {
        const page = await openPage(kind, `${server.url}/index.html`)
        await (await EmbeddedSigner.find(page)).sign()
        for (const id of ['weu', 'eus']) {
            assertSound(await until(() => page.$eval(`#row-${id} pre`, (cell) => (cell.textContent.includes('END') ? cell.textContent : '')), `the certificate of ${id}`))
        }
        assert.deepEqual(page.said, [])
        await page.close()
    })
})

suite('node', () => {
    const run = (args, environment = {}) => spawnSync(process.execPath, [project.path('node/make-certificate.mjs'), ...args], { encoding: 'utf8', env: { ...process.env, ...environment } })
    before(() => project.copyExample('node'))

    test('makes a certificate', () => {
        const done = run(['--code', CODE, '--key', fixturePath('keys/p256-pkcs8.pem'), '--ca', fixturePath('certs/ca-p256.pem')])
        assert.equal(done.status, 0, done.stderr)
        assertSound(done.stdout)
    })

    test('takes a PFX with a password; says what is wrong', () => {
        const file = fixturePath('pfx/modern-p256.p12')
        const done = run(['--code', CODE, '--key', file], { POPCERT_PASSWORD: PASSWORD })
        assert.equal(done.status, 0, done.stderr)
        assertSound(done.stdout)
        const wrong = run(['--code', CODE, '--key', file], { POPCERT_PASSWORD: 'wrong' })
        assert.equal(wrong.status, 1)
        assert.match(wrong.stderr, /^PASSWORD_WRONG: /m)
        assert.equal(run([]).status, 2)
    })
})

const nginx = [process.env.POPCERT_NGINX, join(repository, '.cache/nginx/usr/sbin/nginx'), '/usr/sbin/nginx', '/usr/local/sbin/nginx'].find((path) => path && existsSync(path))

/** nginx as this user, out of a folder of its own. */
async function startNginx(root) {
    const folder = project.path('nginx-run')
    mkdirSync(folder)
    const port = await new Promise((resolve) => {
        const probe = createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)) })
    })
    const portal = readFileSync(join(repository, 'examples/nginx/portal.conf'), 'utf8')
    assert.match(portal, /listen 8080;[\s\S]*root \/srv\/portal;/)
    writeFileSync(join(folder, 'portal.conf'), portal.replace('listen 8080;', `listen 127.0.0.1:${port};`).replace('/srv/portal', root))
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')
    writeFileSync(join(folder, 'nginx.conf'), `
        daemon off; master_process off; pid ${folder}/pid; error_log stderr;
        events { }
        http { access_log ${folder}/access.log; types { text/html html; text/css css; text/javascript js; } ${temporary} include ${folder}/portal.conf; }
    `)
    const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (octets) => { said += octets })
    const url = `http://127.0.0.1:${port}`
    await until(() => {
        assert.equal(child.exitCode, null, said)
        return fetch(url).then(() => true, () => false)
    }, 'nginx')
    return { url, log: () => readFileSync(join(folder, 'access.log'), 'utf8'), stop: () => new Promise((resolve) => { child.once('exit', resolve); child.kill() }) }
}

suite('nginx', { skip: nginx ? false : 'nginx is not installed: its configuration was not tried' }, () => {
    let server
    before(async () => { server = await startNginx(plainPortal()) })
    after(() => server?.stop())

    test('the portal has the strict headers, signer.html its own, and both are asked for again', async () => {
        const portal = await fetch(`${server.url}/`)
        assert.match(portal.headers.get('content-security-policy'), new RegExp(`frame-src ${server.url}/popcert/signer.html;.*frame-ancestors 'none'`))
        assert.equal(portal.headers.get('x-frame-options'), 'DENY')
        const signer = await fetch(`${server.url}/popcert/signer.html`)
        assert.equal(signer.headers.get('content-security-policy'), "frame-ancestors 'self'; sandbox allow-scripts allow-downloads")
        assert.equal(signer.headers.get('x-frame-options'), null)
        assert.equal(signer.headers.get('content-type'), 'text/html; charset=utf-8')
        assert.equal(signer.headers.get('content-encoding'), 'gzip')
        assert.equal(await signer.text(), readFileSync(join(dist, 'signer.html'), 'utf8'))
        const again = await fetch(`${server.url}/popcert/signer.html`, { headers: { 'if-none-match': signer.headers.get('etag') } })
        assert.equal(again.status, 304)
        assert.match(again.headers.get('cache-control'), /no-cache/)
    })

    inEach('a certificate is made behind it', async (kind) => {
        const page = await certificateOfPlainPortal(kind, `${server.url}/`)
        assert.deepEqual(page.said, [])
        await page.close()
    })

    inEach('opened by itself, signer.html is in the sandbox, too', async (kind) => {
        const page = await openPage(kind, `${server.url}/popcert/signer.html`)
        assert.equal(await page.evaluate(() => self.origin), 'null')
        await page.close()
    })

    inEach('the frame can go nowhere else', async (kind) => {
        const page = await openPage(kind, `${server.url}/`)
        const { frame } = await EmbeddedSigner.find(page)
        await frame.evaluate((address) => { const link = document.createElement('a'); link.href = address; document.body.append(link); link.click() }, `${server.url}/stolen`).catch(() => {})
        await until(() => page.said.some((line) => /frame-src/.test(line)), 'the policy to speak')
        assert.doesNotMatch(server.log(), /stolen/)
        await page.close()
    })
})
