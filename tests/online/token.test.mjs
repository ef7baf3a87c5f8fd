// A pasted token: read in every form that people have, refused with the reason, and never shown.
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import test from 'node:test'

import { NOW, online, shownOf, tokenOf } from '../support/online-logic.mjs'

const { knownClouds, readToken, takeToken, tokenCommand } = online
const [AZURE, GOVERNMENT, CHINA] = knownClouds
const seconds = (offset) => Math.floor(NOW.getTime() / 1000) + offset

const good = (pasted, cloud = AZURE) => {
    const result = readToken(pasted, cloud, NOW)
    assert.ok(result.ok, result.ok ? '' : result.error.message)
    return result.value
}
const refused = (pasted, cloud = AZURE) => {
    const result = readToken(pasted, cloud, NOW)
    assert.equal(result.ok, false, 'the token was taken')
    return result.error
}

const TOKEN = tokenOf()
const COMMAND_OUTPUT = JSON.stringify({
    accessToken: TOKEN, expiresOn: '2026-11-25 13:00:00.000000', expires_on: seconds(3600), subscription: 's', tenant: 't', tokenType: 'Bearer',
}, null, 2)

const FORMS = {
    'bare': TOKEN,
    'with Bearer': `Bearer ${TOKEN}`,
    'with bearer in another case and white space': `\r\n  bEaReR   ${TOKEN}\r\n`,
    'the whole header': `Authorization: Bearer ${TOKEN}`,
    'in double quotes': `"${TOKEN}"`,
    'in single quotes': `'${TOKEN}'`,
    'with a comma, copied out of JSON': `"${TOKEN}",`,
    'wrapped by a terminal': TOKEN.replace(/.{80}/g, '$&\r\n'),
    'JSON of the command': COMMAND_OUTPUT,
    'JSON with CRLF and a byte order mark': `\uFEFF${COMMAND_OUTPUT.replaceAll('\n', '\r\n')}`,
    'JSON without its last brace': COMMAND_OUTPUT.slice(0, -1),
    'JSON of a token endpoint': JSON.stringify({ access_token: TOKEN, token_type: 'Bearer' }),
}
for (const [name, pasted] of Object.entries(FORMS)) {
    test(`a token is read: ${name}`, () => {
        const token = good(pasted)
        assert.equal(token.authorization(), `Bearer ${TOKEN}`)
        assert.equal(token.facts.expires.getTime(), seconds(3600) * 1000)
        assert.equal(token.facts.audience, 'https://management.azure.com/')
        assert.equal(token.facts.tenant, 'aaaabbbb-0000-cccc-1111-dddd2222eeee')
        assert.equal(token.facts.name, 'ada@contoso.example')
        assert.equal(token.facts.origin, 'pasted')
    })
}

test('the audience is that of the cloud, with or without a slash, or its classic name', () => {
    for (const aud of ['https://management.azure.com', 'https://management.azure.com/', 'https://management.core.windows.net/', 'https://management.core.windows.net']) {
        good(tokenOf({ aud }))
        assert.equal(refused(tokenOf({ aud }), GOVERNMENT).code, 'TOKEN_WRONG_AUDIENCE')
    }
    good(tokenOf({ aud: 'https://management.usgovcloudapi.net' }), GOVERNMENT)
    good(tokenOf({ aud: 'https://management.core.usgovcloudapi.net/' }), GOVERNMENT)
    good(tokenOf({ aud: 'https://management.core.chinacloudapi.cn/' }), CHINA)
})

const REFUSED = {
    'nothing': ['  \r\n', 'TOKEN_EMPTY'],
    'prose': ['please sign in first', 'TOKEN_NOT_RECOGNIZED'],
    'a key': ['-----BEGIN PRIVATE KEY-----\nMIG\n-----END PRIVATE KEY-----', 'TOKEN_NOT_RECOGNIZED'],
    'three parts that are no JSON': ['aaaa.bbbb.cccc', 'TOKEN_NOT_RECOGNIZED'],
    'a claims list': [`x.${Buffer.from('[1]').toString('base64url')}.x`, 'TOKEN_NOT_RECOGNIZED'],
    'no expiry': [tokenOf({ exp: undefined }), 'TOKEN_NOT_RECOGNIZED'],
    'an expiry that is no number': [tokenOf({ exp: { valueOf: 1 } }), 'TOKEN_NOT_RECOGNIZED'],
    'one of yesterday': [tokenOf({ exp: seconds(-86400) }), 'TOKEN_EXPIRED'],
    'one of this second': [tokenOf({ exp: seconds(0) }), 'TOKEN_EXPIRED'],
    'one of tomorrow': [tokenOf({ nbf: seconds(86400), exp: seconds(90000) }), 'TOKEN_NOT_YET_VALID'],
    'for Graph': [tokenOf({ aud: 'https://graph.microsoft.com' }), 'TOKEN_WRONG_AUDIENCE'],
    'for an endpoint that only begins alike': [tokenOf({ aud: 'https://management.azure.com.evil.example/' }), 'TOKEN_WRONG_AUDIENCE'],
    'an id token': [tokenOf({ aud: '11112222-aaaa', scp: undefined, appid: undefined, nonce: 'n', preferred_username: 'ada' }), 'TOKEN_IS_ID_TOKEN'],
    'a refresh token': [`1.A${'b'.repeat(400)}`, 'TOKEN_IS_REFRESH_TOKEN'],
    'the JSON of a refresh token': [JSON.stringify({ refresh_token: `0.A${'x'.repeat(300)}` }), 'TOKEN_IS_REFRESH_TOKEN'],
    'a megabyte': ['x'.repeat(1 << 20), 'TOKEN_NOT_RECOGNIZED'],
    'JSON without a token': ['{"accessToken": 5}', 'TOKEN_NOT_RECOGNIZED'],
}
for (const [name, [pasted, code]] of Object.entries(REFUSED)) {
    test(`refused: ${name}`, () => {
        const error = refused(pasted)
        assert.equal(error.code, code)
        assert.match(error.message, /^\S.*\.$/)
        assert.notEqual(error.hint, '')
        const long = pasted.trim().slice(0, 40)
        if (long.length === 40) assert.ok(!shownOf(error).includes(long), 'the error quotes what was pasted')
    })
}

test('a wrong audience names both sides, and the line that gets a right one', () => {
    const error = refused(tokenOf({ aud: 'https://graph.microsoft.com' }))
    assert.match(error.message, /graph\.microsoft\.com.*management\.azure\.com/)
    assert.ok(error.hint.includes(tokenCommand(AZURE)))
    assert.equal(tokenCommand(CHINA), 'az account get-access-token --resource https://management.chinacloudapi.cn/ --output json')
})

test('a token shows itself to nobody', () => {
    const token = good(TOKEN)
    const secret = TOKEN.split('.')[2]
    for (const shown of [String(token), JSON.stringify({ token }), inspect(token, { depth: null, showHidden: true }), shownOf(token), `${token}`]) {
        assert.ok(!shown.includes(secret), shown)
    }
    // Negative control: the same search finds it where it is.
    assert.ok(shownOf({ token: token.authorization() }).includes(secret))
})

test('what cannot be read is still taken from MSAL and from an emulator’s config', () => {
    const token = takeToken('demo', 'demo')
    assert.equal(token.authorization(), 'Bearer demo')
    assert.deepEqual({ ...token.facts }, { expires: null, audience: null, tenant: null, name: null, origin: 'demo' })
    assert.ok(token.isUsable(NOW, 1e9))
    assert.equal(good(TOKEN).isUsable(NOW, 3500), true)
    assert.equal(good(TOKEN).isUsable(NOW, 3700), false)
})
