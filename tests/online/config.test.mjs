// config.json beside the page, and endpoints that people name: strict, since a token goes there.
import assert from 'node:assert/strict'
import test from 'node:test'

import { online } from '../support/online-logic.mjs'

const { decodeConfig, defaultConfig, endpoint, knownClouds, loadConfig, customCloud, originsOf, portalAddress } = online
const decoded = (value) => decodeConfig(typeof value === 'string' ? value : JSON.stringify(value))
const CLIENT = '11112222-3333-4444-5555-66667777aaaa'
const EMULATOR = { id: 'local', name: 'Local emulator', managementEndpoint: 'http://127.0.0.1:8081', emulator: true, demoToken: 'demo' }

test('the known clouds are those of the fact sheet', () => {
    assert.deepEqual(knownClouds.map(({ managementEndpoint, loginAuthority, scope }) => [managementEndpoint, loginAuthority, scope]), [
        ['https://management.azure.com', 'https://login.microsoftonline.com', 'https://management.azure.com/.default'],
        ['https://management.usgovcloudapi.net', 'https://login.microsoftonline.us', 'https://management.usgovcloudapi.net/.default'],
        ['https://management.chinacloudapi.cn', 'https://login.chinacloudapi.cn', 'https://management.chinacloudapi.cn/.default'],
    ])
    assert.deepEqual(originsOf(knownClouds[0], false), ['https://management.azure.com'])
    assert.ok(originsOf(knownClouds[2], true).includes('https://login.partner.microsoftonline.cn'))
})

test('each cloud has its own portal; one of one’s own has none but what is named, and Azure’s endpoint has Azure’s', () => {
    assert.deepEqual(knownClouds.map(({ portal }) => portal), ['https://portal.azure.com', 'https://portal.azure.us', 'https://portal.azure.cn'])
    const own = (more) => decoded({ clouds: [{ ...EMULATOR, demoToken: undefined, ...more }] }).config.clouds[0].portal
    assert.equal(own({}), null)
    assert.equal(own({ portal: 'https://portal.stack.contoso.example/' }), 'https://portal.stack.contoso.example')
    assert.equal(own({ managementEndpoint: 'https://management.azure.com' }), 'https://portal.azure.com')
    assert.equal(customCloud('https://management.usgovcloudapi.net').value.portal, 'https://portal.azure.us')
})

test('a service in the portal, in the directory of the token', () => {
    const id = '/subscriptions/1/resourceGroups/größe/providers/Microsoft.Devices/IotHubs/hub'
    const encoded = '/subscriptions/1/resourceGroups/gr%C3%B6%C3%9Fe/providers/Microsoft.Devices/IotHubs/hub'
    assert.equal(portalAddress('https://portal.azure.us', id, CLIENT), `https://portal.azure.us/#@${CLIENT}/resource${encoded}`)
    for (const tenant of [null, 'x/../resource/other', '']) assert.equal(portalAddress('https://portal.azure.us', id, tenant), `https://portal.azure.us/#@/resource${encoded}`)
})

const ENDPOINTS = {
    'https://management.azure.com': 'https://management.azure.com',
    'https://MANAGEMENT.azure.com/': 'https://management.azure.com',
    ' https://arm.stack.contoso.example:8443 ': 'https://arm.stack.contoso.example:8443',
    'http://127.0.0.1:8081': 'http://127.0.0.1:8081',
    'http://localhost:8081/': 'http://localhost:8081',
    'http://management.azure.com': null,
    'http://127.0.0.1.evil.example': null,
    'http://10.0.0.1': null,
    'http://[::1]:8081': null,
    'https://[2001:db8::1]': null,
    'https://user@management.azure.com': null,
    'https://management.azure.com:pass@evil.example': null,
    'https://management.azure.com/path': null,
    'https://management.azure.com/?x': null,
    'https://management.azure.com?': null,
    'https://management.azure.com#x': null,
    'ftp://management.azure.com': null,
    'https://a$(id).example': null,
    'https://a%24(id).example': null,
    'https://a;id.example': null,
    'https://a&b.example': null,
    "https://a'b.example": null,
    'https://a`id`.example': null,
    'https://a{b,c}.example': null,
    'https://a!b.example': null,
    'https://a_b.example': null,
    'https://arm.bücher.example': 'https://arm.xn--bcher-kva.example',
    'javascript:alert(1)': null,
    'data:text/html,x': null,
    'management.azure.com': null,
    '': null,
    [`https://${'a'.repeat(400)}.example`]: null,
}
for (const [text, origin] of Object.entries(ENDPOINTS)) {
    test(`endpoint ${text.slice(0, 60)}: ${origin === null ? 'refused' : 'taken'}`, () => {
        const result = endpoint(text)
        assert.equal(result.ok, origin !== null)
        if (result.ok) assert.equal(result.value, origin)
        const cloud = customCloud(text)
        assert.equal(cloud.ok, origin !== null)
        if (cloud.ok) return
        assert.equal(cloud.error.code, 'ENDPOINT_INVALID')
        assert.match(cloud.error.message, /^The management endpoint (is|has|holds) .*\.$/)
        assert.match(customCloud('https://arm.example', text).error.message, /^The sign-in address (is|has|holds) .*\.$/)
    })
}

test('an empty config is the default', () => {
    assert.deepEqual(decoded({}), { config: defaultConfig, error: null })
    assert.equal(defaultConfig.apiVersions.DPS, '2022-12-12')
    assert.equal(defaultConfig.apiVersions.IoTHub, '2023-06-30')
})

test('a full config is taken, the host’s own clouds first', () => {
    const { config, error } = decoded({ clientId: CLIENT, tenant: 'contoso.example', clouds: [EMULATOR], apiVersions: { DPS: '2026-08-31' } })
    assert.equal(error, null)
    assert.equal(config.clientId, CLIENT)
    assert.deepEqual(config.clouds.map(({ id }) => id), ['local', 'public', 'usgov', 'china'])
    assert.equal(config.clouds[0].demoToken, 'demo')
    assert.equal(config.clouds[0].emulator, true)
    assert.deepEqual(config.apiVersions, { ...defaultConfig.apiVersions, DPS: '2026-08-31' })
})

const HOSTILE = {
    'no JSON': '{',
    'an array': [],
    'null': 'null',
    'too large': `{"tenant":"${'a'.repeat(70_000)}"}`,
    'an unknown member': { clientID: CLIENT },
    'a client id that is none': { clientId: 'x"><script>' },
    'a tenant with a path': { tenant: 'contoso/../evil' },
    'a tenant that is a number': { tenant: 5 },
    'clouds that are no list': { clouds: {} },
    'a cloud that is text': { clouds: ['x'] },
    'a hundred clouds': { clouds: Array.from({ length: 100 }, (_, id) => ({ ...EMULATOR, id: String(id) })) },
    'a cloud without id': { clouds: [{ ...EMULATOR, id: undefined }] },
    'a cloud that poses as a known one': { clouds: [{ ...EMULATOR, id: 'public' }] },
    'two clouds of one id': { clouds: [EMULATOR, EMULATOR] },
    'plain http': { clouds: [{ ...EMULATOR, managementEndpoint: 'http://management.contoso.example', demoToken: undefined }] },
    'a demo token for a remote endpoint': { clouds: [{ ...EMULATOR, managementEndpoint: 'https://management.azure.com' }] },
    'a demo token with a line break': { clouds: [{ ...EMULATOR, demoToken: 'a\r\nX: y' }] },
    'a portal that is a script': { clouds: [{ ...EMULATOR, portal: 'javascript:alert(1)' }] },
    'a login authority with a path': { clouds: [{ ...EMULATOR, loginAuthority: 'https://login.example/common' }] },
    'a cloud with a member that is not known': { clouds: [{ ...EMULATOR, loginAuthorty: 'https://login.example' }] },
    'an api-version that is none': { apiVersions: { DPS: '2022-12-12&x=y' } },
    'an api-version of something else': { apiVersions: { __proto__x: '2022-12-12' } },
    'an api-version of the prototype': '{"apiVersions":{"toString":"2022-12-12"}}',
}
for (const [name, value] of Object.entries(HOSTILE)) {
    test(`a config is refused as a whole, and the page works on: ${name}`, () => {
        const { config, error } = decoded(value)
        assert.equal(config, defaultConfig)
        assert.equal(error.code, 'CONFIG_MALFORMED')
        assert.match(error.message, /^The page’s config\.json can’t be used: .*[^.]\.$/)
        assert.match(error.hint, /pasted token works/)
    })
}

const ownCloud = (name) => decoded({ clouds: [{ ...EMULATOR, name }] })
const POSING = [
    'Azure', 'azure', ' AZURE ', 'A z u r e', 'Azure.', 'Azure!', '4zure', 'A2ure', '@zur3', 'Azuré', 'Ａｚｕｒｅ', 'Azure US Government',
    'AZURE-US-G0VERNMENT', 'Azure U5 Governrnent', 'Azure China (21Vianet)', 'azure china 21VIANET', 'Microsoft Azure', 'Mlcrosoft Azure', 'AzureCloud',
]
for (const name of POSING) {
    test(`a cloud of one’s own may not be called ${JSON.stringify(name)}`, () => {
        assert.match(ownCloud(name).error?.message ?? 'it was taken', /"clouds\[0\]\.name" is, or reads like, that of a known cloud/)
    })
}
for (const name of ['Contoso stack', 'Azure Stack Hub, Contoso', 'Contoso Azure', 'Azurite', '社内クラウド', 'Équipe IoT', 'Local emulator']) {
    test(`a cloud of one’s own may be called ${name}`, () => {
        const { config, error } = ownCloud(name)
        assert.equal(error, null)
        assert.equal(config.clouds[0].name, name)
    })
}
for (const [what, unseen] of Object.entries({
    'a control character': '\u0007', 'a line break': '\n', 'a mark that turns the text around': '\u202e', 'a space of no width': '\u200b', 'a filler': '\u3164',
    'a blank that does not break': '\u00a0', 'a blank of Braille': '\u2800', 'a variation selector': '\ufe0f', 'a private character': '\ue000',
})) {
    test(`the name of a cloud may not hold ${what}`, () => {
        assert.match(ownCloud(`Contoso${unseen} stack`).error?.message ?? 'it was taken', /"clouds\[0\]\.name" holds characters that cannot be seen/)
        assert.notEqual(ownCloud(`Azure${unseen}`).error, null)
    })
}
test('the ids that the page uses itself are taken, in any case', () => {
    for (const id of ['public', 'Public', 'USGOV', 'custom']) {
        assert.match(decoded({ clouds: [{ ...EMULATOR, id }] }).error?.message ?? 'it was taken', /"clouds\[0\]\.id" is that of a known cloud/)
    }
})
test('a host name that a shell would read is refused with its own sentence', () => {
    const { error } = decoded({ clouds: [{ id: 'own', name: 'Contoso', managementEndpoint: 'https://a$(id).example' }] })
    assert.match(error.message, /"clouds\[0\]\.managementEndpoint" has a host name with something else than letters, digits, dots and hyphens/)
})

test('no config, one from a file and one that fails', async () => {
    const none = await loadConfig('https://popcert.example/config.json', async () => new Response('', { status: 404 }))
    assert.deepEqual(none, { config: defaultConfig, error: null })
    const file = await loadConfig('file:///tmp/config.json', () => assert.fail('it was fetched'))
    assert.deepEqual(file, { config: defaultConfig, error: null })
    for (const fetch of [async () => new Response('', { status: 500 }), async () => { throw new TypeError('Failed to fetch') }]) {
        const { config, error } = await loadConfig('https://popcert.example/config.json', fetch)
        assert.equal(config, defaultConfig)
        assert.equal(error.code, 'CONFIG_UNREADABLE')
    }
    const good = await loadConfig('https://popcert.example/config.json', async () => new Response(JSON.stringify({ clientId: CLIENT })))
    assert.equal(good.config.clientId, CLIENT)
})
