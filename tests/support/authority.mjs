/** A sign-in service as far as MSAL needs it: code flow with PKCE over https, with a certificate of its own. */
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { join } from 'node:path'

import { openssl, temporaryFolder } from './openssl.mjs'

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const tenant = '99999999-8888-7777-6666-555555555555'
const user = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

/** token: () => the access token that it hands out. requests: method and path, in order. */
export async function startAuthority(token) {
    const [key, certificate] = ['authority.key', 'authority.pem'].map((name) => join(temporaryFolder, name))
    openssl(['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
        '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate])
    const requests = []
    const grants = new Map()
    let url = ''
    const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, async (request, response) => {
        const asked = new URL(request.url, url)
        requests.push(`${request.method} ${asked.pathname}`)
        const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*', 'Content-Type': 'application/json' }
        const send = (status, body) => response.writeHead(status, headers).end(JSON.stringify(body))
        if (request.method === 'OPTIONS') return response.writeHead(204, headers).end()
        if (asked.pathname.endsWith('/.well-known/openid-configuration')) {
            return send(200, {
                issuer: `${url}/${tenant}/v2.0`, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token`,
                end_session_endpoint: `${url}/logout`, jwks_uri: `${url}/keys`,
            })
        }
        if (asked.pathname === '/authorize') {
            const query = asked.searchParams
            const code = randomUUID()
            grants.set(code, { challenge: query.get('code_challenge'), nonce: query.get('nonce'), client: query.get('client_id') })
            const answer = new URLSearchParams({ code, state: query.get('state'), client_info: part({ uid: user, utid: tenant }) })
            return response.writeHead(302, { Location: `${query.get('redirect_uri')}#${answer}` }).end()
        }
        if (asked.pathname === '/token') {
            let text = ''
            for await (const piece of request.setEncoding('utf8')) text += piece
            const form = new URLSearchParams(text)
            const grant = grants.get(form.get('code'))
            const proof = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
            if (grant === undefined || proof !== grant.challenge) return send(400, { error: 'invalid_grant', error_description: 'AADSTS70000: no such grant' })
            const now = Math.floor(Date.now() / 1000)
            const claims = { aud: grant.client, iss: `${url}/${tenant}/v2.0`, iat: now, nbf: now, exp: now + 3600, nonce: grant.nonce, oid: user, tid: tenant, sub: user, preferred_username: 'engineer@contoso.example', name: 'Engineer', ver: '2.0' }
            return send(200, {
                token_type: 'Bearer', scope: form.get('scope'), expires_in: 3599, ext_expires_in: 3599, access_token: token(),
                id_token: `${part({ typ: 'JWT', alg: 'RS256' })}.${part(claims)}.${part('signature')}`, client_info: part({ uid: user, utid: tenant }),
            })
        }
        send(404, {})
    })
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `https://localhost:${server.address().port}`
    return {
        url, requests,
        close: () => new Promise((resolve) => {
            server.close(resolve)
            server.closeAllConnections()
        }),
    }
}
