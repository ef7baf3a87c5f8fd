/** Refusals of the service, in the two shapes that it has: flat from Microsoft.Devices, wrapped from Resource Manager before it. */
import { randomUUID } from 'node:crypto'

export class Refusal extends Error {
    /** body: an object, or a text that is sent as it is; null: none. */
    constructor(status, body, headers = {}) {
        super(`${status}`)
        Object.assign(this, { status, body, headers })
    }
}

const statusNames = {
    400: 'BadRequest', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict', 412: 'PreconditionFailed', 429: 'TooManyRequests',
    500: 'InternalServerError', 503: 'ServiceUnavailable',
}

/** @param {number} number such as 412001: the status, and three digits of the provider's own */
export function providerRefusal(number, sentence, headers) {
    const status = Math.floor(number / 1000)
    const time = new Date().toISOString().replace('T', ' ').replace(/\.\d+/, '')
    const message = `${sentence} If you contact a support representative please include this correlation identifier: ${randomUUID()}, ` +
        `timestamp: ${time}, errorcode: IH${number}.`
    return new Refusal(status, { code: number, httpStatusCode: statusNames[status], message }, headers)
}

export function managerRefusal(status, code, message, headers) {
    return new Refusal(status, { error: { code, message } }, headers)
}

/** Of a token. */
function unauthorized(code, message) {
    const challenge = 'Bearer authorization_uri="https://login.microsoftonline.com/common", error="invalid_token"'
    return managerRefusal(401, code, message, { 'WWW-Authenticate': `${challenge}, error_description="${message}"` })
}

/**
 * Resource Manager's codes are its own. Of the provider's numbers 404015 (DPS) and 400099 (IoT Hub) were recorded, and users report
 * 412001 and 400053; the others, and their sentences, are assumed. See also 500019 in faults.mjs.
 */
export const refusals = {
    noToken: () => unauthorized('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."),
    badToken: () => unauthorized('InvalidAuthenticationToken', 'The access token is invalid.'),
    wrongAudience: (audience, wanted) => unauthorized('InvalidAuthenticationTokenAudience',
        `The access token has been obtained for wrong audience or resource '${audience}'. `
        + `It should exactly match with one of the allowed audiences '${wanted}'.`),
    wrongTenant: (tenant, wanted) => unauthorized('InvalidAuthenticationTokenTenant',
        `The access token is from the wrong issuer 'https://sts.windows.net/${tenant}/'. `
        + `It must match the tenant 'https://sts.windows.net/${wanted}/'.`),
    expiredToken: (expiry, now) => unauthorized('ExpiredAuthenticationToken',
        `The access token expiry UTC time '${expiry}' is earlier than current UTC time '${now}'.`),
    noApiVersion: () => managerRefusal(400, 'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required for all requests.'),
    badApiVersion: (version, type) => managerRefusal(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid for '${type}'.`),
    noSubscription: (id) => managerRefusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`),
    noResourceGroup: (name) => managerRefusal(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`),
    noResource: (type, name, group) => managerRefusal(404, 'ResourceNotFound',
        `The Resource '${type}/${name}' under resource group '${group}' was not found. `
        + 'For more details please go to https://aka.ms/ARMResourceNotFoundFix'),
    notAllowed: (action, scope) => managerRefusal(403, 'AuthorizationFailed',
        `The client does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`),
    locked: (scope) => managerRefusal(409, 'ScopeLocked',
        `The scope '${scope}' cannot perform write operation because following scope(s) are locked: '${scope}'. `
        + 'Please remove the lock and try again.'),
    noOperation: () => managerRefusal(404, 'InvalidResourceType', 'The resource type could not be found.'),
    badBody: () => managerRefusal(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.'),
    badMediaType: (type) => managerRefusal(415, 'UnsupportedMediaType',
        `The content media type '${type}' is not supported. Only 'application/json' is supported.`),
    tooLarge: () => managerRefusal(413, 'RequestEntityTooLarge', 'The request is too large.'),
    noCertificate: (name) => providerRefusal(404015, `Certificate '${name}' not found.`),
    noNewCertificate: (name) => providerRefusal(400099, `NewCertificate is null or empty, certificateName:${name}.`),
    badCertificateName: () => providerRefusal(400050, 'The certificate name must have 1 to 64 characters of A-Z, a-z, 0-9, -, . and _.'),
    unreadableCertificate: () => providerRefusal(400051, 'The certificate could not be read. Send a .cer or .pem file.'),
    tooMany: () => providerRefusal(403006, 'The limit of 25 certificates has been reached.'),
    staleEtag: () => providerRefusal(412001, 'Invalid ETag supplied.'),
    noCode: () => providerRefusal(400054, 'Proof-Of-Possession failed. No verification code was generated for this certificate.'),
    wrongIssuer: (issuer) => providerRefusal(400053,
        `Proof-Of-Possession failed. Issuer certificate '${issuer}' cannot be found in the certificate chain.`),
    wrongCode: () => providerRefusal(400055, 'Proof-Of-Possession failed. The subject of the certificate is not the verification code.'),
    outsideValidity: () => providerRefusal(400056, 'Proof-Of-Possession failed. The certificate is not valid at this time.'),
}
