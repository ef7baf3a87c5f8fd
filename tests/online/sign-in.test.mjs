// Sign-in by the host's own app registration, with a stand-in for MSAL, and the renewal of what it gave.
import assert from 'node:assert/strict'
import test from 'node:test'

import { NOW, online, shownOf, tokenOf } from '../support/online-logic.mjs'

const { CloudError, Session, SignIn, customCloud, defaultConfig, knownClouds, leastSeconds, readToken, signInObstacle, takeToken } = online
const CLIENT = '11112222-3333-4444-5555-66667777aaaa'
const CONFIG = { ...defaultConfig, clientId: CLIENT }
const PAGE = new URL('https://popcert.example/')

/** popup, silent: what MSAL would give. */
function msal({ popup = async () => ({ accessToken: tokenOf(), expiresOn: new Date(NOW.getTime() + 3600_000), account: { username: 'ada' } }), silent = popup } = {}) {
    const said = { configurations: [], popups: [], silents: [], loads: 0, initialized: 0 }
    class PublicClientApplication {
        constructor(configuration) { said.configurations.push(configuration) }
        async initialize() { said.initialized++ }
        acquireTokenPopup(request) { return said.popups.push(request), popup() }
        acquireTokenSilent(request) { return said.silents.push(request), silent() }
    }
    said.load = async () => (said.loads++, { PublicClientApplication })
    return said
}

test('where signing in is not possible, the reason is said', () => {
    const custom = customCloud('https://arm.contoso.example').value
    const cases = [
        ['file:///C:/popcert/index.html', CONFIG, knownClouds[0], /file/],
        ['http://portal.contoso.example/', CONFIG, knownClouds[0], /https/],
        ['https://popcert.example/', defaultConfig, knownClouds[0], /config\.json/],
        ['https://popcert.example/', CONFIG, custom, /no sign-in service/],
    ]
    for (const [page, config, cloud, pattern] of cases) {
        const error = signInObstacle(new URL(page), config, cloud)
        assert.equal(error.code, 'SIGN_IN_UNAVAILABLE')
        assert.match(error.message, pattern)
        assert.match(error.hint, /token/)
    }
    for (const page of ['https://popcert.example/', 'http://localhost:8080/', 'http://127.0.0.1:8080/']) {
        assert.equal(signInObstacle(new URL(page), CONFIG, knownClouds[0]), null)
    }
})

for (const [cloud, authority] of [
    [knownClouds[0], 'https://login.microsoftonline.com'], [knownClouds[1], 'https://login.microsoftonline.us'], [knownClouds[2], 'https://login.chinacloudapi.cn'],
]) {
    test(`signing in to ${cloud.name}`, async () => {
        const library = msal()
        const signIn = new SignIn({ ...CONFIG, tenant: 'contoso.example' }, cloud, PAGE.href, library.load)
        assert.equal(library.loads, 0, 'MSAL is loaded before it is used')
        const token = await signIn.signIn()
        const [{ auth, cache, system }] = library.configurations
        assert.equal(auth.clientId, CLIENT)
        assert.equal(auth.authority, `${authority}/contoso.example`)
        assert.equal(auth.redirectUri, PAGE.href)
        assert.deepEqual(cache, { cacheLocation: 'memoryStorage' })
        assert.equal(system.loggerOptions.piiLoggingEnabled, false)
        assert.deepEqual(library.popups[0].scopes, [`${cloud.managementEndpoint}/.default`])
        assert.equal(token.facts.origin, 'signed-in')
        assert.equal(token.facts.expires.getTime(), NOW.getTime() + 3600_000)
        await signIn.signIn()
        assert.deepEqual([library.loads, library.configurations.length, library.initialized], [1, 1, 1])
    })
}

test('a custom authority is named to MSAL, and without tenant any organization signs in', async () => {
    const library = msal()
    const cloud = customCloud('https://arm.contoso.example', 'https://login.contoso.example').value
    await new SignIn(CONFIG, cloud, PAGE.href, library.load).signIn()
    assert.equal(library.configurations[0].auth.authority, 'https://login.contoso.example/organizations')
    assert.deepEqual(library.configurations[0].auth.knownAuthorities, ['login.contoso.example'])
})

const FAILURES = {
    'the window was closed': [{ errorCode: 'user_cancelled' }, 'SIGN_IN_CANCELLED', /not finished/],
    'access was declined': [{ errorCode: 'access_denied' }, 'SIGN_IN_CANCELLED', /not finished/],
    'the window was blocked': [{ errorCode: 'popup_window_error' }, 'SIGN_IN_FAILED', /blocked/],
    'a window is open': [{ errorCode: 'interaction_in_progress' }, 'SIGN_IN_FAILED', /open already/],
    'the registration is wrong': [{ errorCode: 'invalid_request', errorMessage: 'AADSTS50011: redirect URI … ada@contoso.example' }, 'SIGN_IN_FAILED', /AADSTS50011/],
    'something else': [new Error('ada@contoso.example'), 'SIGN_IN_FAILED', /failed/],
    'nothing': [undefined, 'SIGN_IN_FAILED', /failed/],
    'a code with markup': [{ errorCode: '<img src=x>' }, 'SIGN_IN_FAILED', /failed\.$/],
}
for (const [name, [reason, code, pattern]] of Object.entries(FAILURES)) {
    test(`the sign-in fails: ${name}`, async () => {
        const library = msal({ popup: async () => { throw reason } })
        const error = await new SignIn(CONFIG, knownClouds[0], PAGE.href, library.load).signIn().catch((thrown) => thrown)
        assert.ok(error instanceof CloudError)
        assert.equal(error.code, code)
        assert.match(error.message, pattern)
        assert.doesNotMatch(shownOf(error), /ada@contoso|<img/)
    })
}

test('MSAL can’t be loaded, and can later', async () => {
    const library = msal()
    let broken = true
    const signIn = new SignIn(CONFIG, knownClouds[0], PAGE.href, async () => {
        if (broken) throw new Error('404')
        return library.load()
    })
    assert.equal((await signIn.signIn().catch((error) => error)).code, 'SIGN_IN_UNAVAILABLE')
    broken = false
    assert.ok(await signIn.signIn())
})

test('renewal: silently, or not at all', async () => {
    const library = msal()
    const signIn = new SignIn(CONFIG, knownClouds[0], PAGE.href, library.load)
    assert.equal(await signIn.renew(), null)
    assert.equal(library.loads, 0)
    await signIn.signIn()
    assert.equal((await signIn.renew()).facts.origin, 'signed-in')
    assert.deepEqual([library.silents[0].account.username, library.silents[0].forceRefresh], ['ada', true])
    const refused = msal({ silent: async () => { throw Object.assign(new Error(), { errorCode: 'interaction_required' }) } })
    const other = new SignIn(CONFIG, knownClouds[0], PAGE.href, refused.load)
    await other.signIn()
    assert.equal(await other.renew(), null)
})

test('a session renews silently, else asks, and says how long the token lasts', async () => {
    const first = readToken(tokenOf({ exp: NOW.getTime() / 1000 + leastSeconds - 1 }), knownClouds[0], NOW).value
    const next = takeToken('silent', 'signed-in')
    const asked = []
    let silently = async () => next
    const session = new Session(first, () => silently(), async (error) => (asked.push(error), null), () => NOW)
    assert.equal(session.tokenLasts, false)
    assert.equal(await session.renewToken(null), true)
    assert.equal(session.token, next)
    assert.equal(session.tokenLasts, true)
    silently = async () => null
    assert.equal(await session.renewToken(null), false)
    assert.deepEqual(asked, [null])
    assert.equal(session.token, next)
})
