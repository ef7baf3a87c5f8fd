/**
 * The two shapes in which the service refuses. What is marked as assumed has been seen in no public source: only its status
 * is to be relied on.
 */
import { randomUUID } from 'node:crypto'

/** An answer that is thrown where it is found, and sent as it stands. */
export class Refusal extends Error {
    /** @param {{ status: number, body?: object | string | null, headers?: Record<string, string> }} answer */
    constructor({ status, body = null, headers = {} }) {
        super(`refused with ${status}`)
        this.answer = { status, body, headers }
    }
}

/** Azure Resource Manager's own: `{ error: { code, message } }`. */
export function armError(status, code, message, headers = {}) {
    return new Refusal({ status, body: { error: { code, message } }, headers })
}

const statusNames = {
    400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict', 412: 'PreconditionFailed', 429: 'TooManyRequests',
    500: 'InternalServerError', 503: 'ServiceUnavailable',
}

/** The provider Microsoft.Devices's: flat, with a number that its message repeats behind IH. */
export function providerError(number, message, now) {
    const status = Number(String(number).slice(0, 3))
    const tail = `If you contact a support representative please include this correlation identifier: ${randomUUID()}, `
        + `timestamp: ${now.toISOString().slice(0, 19).replace('T', ' ')}Z, errorcode: IH${number}.`
    return new Refusal({ status, body: { code: number, httpStatusCode: statusNames[status], message: `${message} ${tail}` } })
}

// Azure Resource Manager's front end

export const missingApiVersion = () => armError(400, 'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.')

export const invalidApiVersion = (version, supported) => armError(400, 'InvalidApiVersionParameter',
    `The api-version '${version}' is invalid. The supported versions are '${supported.join(',')}'.`)

export const invalidContent = (why) => armError(400, 'InvalidRequestContent', `The request content was invalid and could not be deserialized: '${why}'.`)

export const contentTooLarge = () => armError(413, 'RequestContentTooLarge', 'The request content is larger than this service takes.')

export const unsupportedMediaType = (type) => armError(415, 'UnsupportedMediaType',
    `The content media type '${type}' is not supported. Only 'application/json' is supported.`)

export const subscriptionNotFound = (id) => armError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`)

export const resourceGroupNotFound = (name) => armError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`)

export const resourceNotFound = (type, name, group) => armError(404, 'ResourceNotFound',
    `The Resource '${type}/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`)

export const noSuchPath = (path) => armError(404, 'InvalidResourceType', `No resource type is known at '${path}'.`)

export const methodNotAllowed = (method) => armError(405, 'MethodNotAllowed', `The HTTP method '${method}' is not supported here.`)

export const authorizationFailed = (who, action, scope) => armError(403, 'AuthorizationFailed',
    `The client '${who}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. `
    + 'If access was recently granted, please refresh your credentials.')

export const scopeLocked = (scope) => armError(409, 'ScopeLocked',
    `The scope '${scope}' cannot perform write operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`)

export const throttled = (headers) => armError(429, 'TooManyRequests', 'The request is being throttled as the limit has been reached. Please try again later.', headers)

export const unavailable = (headers) => armError(503, 'ServiceUnavailable', 'The service is temporarily unavailable. Please try again later.', headers)

/** Of a token: `code` is one of InvalidAuthenticationToken, ExpiredAuthenticationToken, InvalidAuthenticationTokenAudience, ... */
export function unauthorized(code, message) {
    const challenge = 'Bearer authorization_uri="https://login.microsoftonline.com/common", error="invalid_token", '
        + `error_description="${message.replaceAll('"', "'")}"`
    return armError(401, code, message, { 'WWW-Authenticate': challenge })
}

// The provider

export const invalidEtag = (now) => providerError(412001, 'Invalid ETag supplied.', now)

/** Known from reports of users, word by word. */
export const issuerNotFound = (issuer, now) => providerError(400053,
    `Proof-Of-Possession failed. Issuer certificate '${issuer}' cannot be found in the certificate chain.`, now)

/** Assumed text: that the number is the same for other reasons, too. */
export const proofFailed = (why, now) => providerError(400053, `Proof-Of-Possession failed. ${why}`, now)

/** Assumed number and text. */
export const invalidCertificate = (why, now) => providerError(400050, `The certificate is not valid. ${why}`, now)

/** Assumed number and text. */
export const invalidName = (now) => providerError(400051, 'The certificate name is not valid: 1 to 64 letters, digits, hyphens, dots and underscores.', now)

/** Assumed number and text. */
export const certificateNotFound = (name, now) => providerError(404050, `The certificate '${name}' was not found.`, now)

/** Assumed status, number and text; the limit itself is documented. */
export const tooManyCertificates = (limit, now) => providerError(409050, `The limit of ${limit} certificates is reached.`, now)
