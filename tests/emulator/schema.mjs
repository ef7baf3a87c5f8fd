/**
 * What the answers look like, in our own words and from the recordings: so the emulator is held to something also where the
 * vendor's OpenAPI documents are not at hand.
 */
import assert from 'node:assert/strict'

import Ajv from 'ajv'

const text = { type: 'string', minLength: 1 }
/** RFC 1123, always in GMT. */
const date = { type: 'string', pattern: '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$' }

function exactly(properties, optional = []) {
    return { type: 'object', properties, required: Object.keys(properties).filter((name) => !optional.includes(name)), additionalProperties: false }
}

/** kind: the two differ in what they say of the certificate, and in `created`. */
function certificate(kind, withCode) {
    const hub = kind === 'IoTHub'
    const collection = hub ? 'IotHubs' : 'provisioningServices'
    const service = `/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Devices/${collection}/[^/]+`
    return exactly({
        id: { type: 'string', pattern: `^${service}/certificates/[^/]+$` },
        name: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
        type: { const: `Microsoft.Devices/${collection}/Certificates` },
        etag: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$' },
        properties: exactly({
            ...(withCode ? { verificationCode: { type: 'string', pattern: '^[0-9A-F]{48}$' } } : {}),
            subject: { type: 'string', pattern: '^(?!CN=).' },
            expiry: date,
            thumbprint: { type: 'string', pattern: '^[0-9A-F]{40}$' },
            isVerified: { type: 'boolean' },
            created: hub ? date : { const: 'Mon, 01 Jan 0001 00:00:00 GMT' },
            updated: date,
            certificate: hub || withCode ? text : { type: 'null' },
        }),
    })
}

const correlated = 'If you contact a support representative please include this correlation identifier: [0-9a-f-]{36}, '
    + 'timestamp: \\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}Z, errorcode: IH\\d{6}\\.$'
const schemas = {
    'DPS certificate': certificate('DPS', false),
    'DPS certificate with code': certificate('DPS', true),
    'IoTHub certificate': certificate('IoTHub', false),
    'IoTHub certificate with code': certificate('IoTHub', true),
    'provider error': exactly({
        code: { type: 'integer', minimum: 400000, maximum: 599999 },
        httpStatusCode: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' },
        message: { type: 'string', pattern: correlated },
    }),
    'manager error': exactly({ error: exactly({ code: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' }, message: text }) }),
    subscriptions: exactly({
        value: {
            type: 'array',
            items: exactly({
                id: { type: 'string', pattern: '^/subscriptions/[0-9a-f-]{36}$' }, subscriptionId: text, tenantId: text, displayName: text,
                state: { enum: ['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted'] }, authorizationSource: text,
            }),
        },
        nextLink: { type: 'string', pattern: '^http' },
    }, ['nextLink']),
}

const ajv = new Ajv({ allErrors: true })
const validators = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]))

/** @param {keyof typeof schemas} name */
export function assertFits(name, body) {
    const validate = validators[name]
    assert.ok(validate(body), `no ${name}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`)
}

/** A refusal in the shape of the provider. */
export function assertProviderError({ status, body }, number) {
    assertFits('provider error', body)
    assert.equal(body.code, number)
    assert.equal(status, Math.floor(number / 1000))
    assert.ok(body.message.includes(`errorcode: IH${number}.`), body.message)
}

/** A refusal in the shape of Resource Manager. */
export function assertManagerError({ status, body }, expected, code) {
    assert.equal(status, expected, JSON.stringify(body))
    assertFits('manager error', body)
    assert.equal(body.error.code, code)
}
