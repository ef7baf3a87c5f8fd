/**
 * A double of AWS IoT Core, made from its documents: nobody has recorded the service itself. It answers the calls that register a CA
 * as `API_GetRegistrationCode`, `API_RegisterCACertificate` and the guide's "Register your CA certificate" have them; texts and rules
 * that stand in no document are marked "assumed". It judges certificates with OpenSSL's library (Node), and shares no code with popcert.
 */
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'

const onePem = /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----)\s*$/

class Refusal extends Error {
    constructor(status, type, message) {
        super(message)
        Object.assign(this, { status, type })
    }
}

const invalid = (message) => new Refusal(400, 'InvalidRequestException', message)
/** The two texts of the API's reference. */
const badCertificate = () => new Refusal(400, 'CertificateValidationException', 'The certificate is invalid.')
const badCode = () => new Refusal(400, 'RegistrationCodeValidationException', 'The registration code is invalid.')

function certificateOf(pem, name) {
    if (typeof pem !== 'string' || pem.length < 1 || pem.length > 65536) throw invalid(`${name} has 1 to 65,536 characters`)
    const [, only] = onePem.exec(pem) ?? []
    if (only === undefined) throw badCertificate()
    try {
        return new X509Certificate(only)
    } catch {
        throw badCertificate()
    }
}

const isValidNow = ({ validFrom, validTo }) => new Date(validFrom) <= new Date() && new Date() <= new Date(validTo)

/** Keys: "RSA of 2048 bits and more", and the curves that the guide names for CSRs. */
function hasGoodKey({ publicKey: { asymmetricKeyType, asymmetricKeyDetails } }) {
    if (asymmetricKeyType === 'rsa') return asymmetricKeyDetails.modulusLength >= 2048
    return asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(asymmetricKeyDetails.namedCurve)
}

export class AwsDouble {
    #code = null
    /** id -> what is registered. */
    registered = new Map()
    #server = createServer((request, response) => void this.#answer(request, response))

    async start() {
        await new Promise((done) => this.#server.listen(0, '127.0.0.1', done))
        return `http://127.0.0.1:${this.#server.address().port}`
    }

    stop() {
        this.#server.closeAllConnections()
        return new Promise((done) => this.#server.close(done))
    }

    async #answer(request, response) {
        let body = ''
        for await (const part of request) body += part
        const url = new URL(request.url, 'http://double')
        try {
            const given = this.#route(request.method, url, body)
            response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given))
        } catch (error) {
            if (!(error instanceof Refusal)) throw error
            response.writeHead(error.status, { 'content-type': 'application/json', 'x-amzn-errortype': error.type })
                .end(JSON.stringify({ message: error.message }))
        }
    }

    #route(method, { pathname, searchParams }, body) {
        if (method === 'GET' && pathname === '/registrationcode') return { registrationCode: this.#registrationCode() }
        if (method === 'DELETE' && pathname === '/registrationcode') {
            this.#code = null
            return {}
        }
        if (method === 'POST' && pathname === '/cacertificate') return this.#register(JSON.parse(body), searchParams)
        const [, id] = /^\/cacertificate\/(\w+)$/.exec(pathname) ?? []
        if (method === 'PUT' && this.registered.has(id)) {
            const { newStatus, newAutoRegistrationStatus } = Object.fromEntries(searchParams)
            Object.assign(this.registered.get(id), { ...(newStatus && { status: newStatus }), ...(newAutoRegistrationStatus && { autoRegistration: newAutoRegistrationStatus }) })
            return {}
        }
        throw new Refusal(404, 'ResourceNotFoundException', 'assumed: there is no such thing')
    }

    /** The same until it is deleted; the guide's example has capitals, real ones small letters. */
    #registrationCode() {
        return this.#code ??= randomBytes(32).toString('hex')
    }

    #register({ caCertificate, verificationCertificate, certificateMode = 'DEFAULT' }, searchParams) {
        if (!['DEFAULT', 'SNI_ONLY'].includes(certificateMode)) throw invalid('certificateMode is DEFAULT or SNI_ONLY')
        const ca = certificateOf(caCertificate, 'caCertificate')
        if (!ca.ca) throw invalid('The CA certificate does not have the basicConstraints extension as true')  // seen by users
        if (!isValidNow(ca) || !hasGoodKey(ca)) throw badCertificate()
        // "If certificateMode is SNI_ONLY, this must be empty"
        if (certificateMode === 'SNI_ONLY' && verificationCertificate) throw invalid('assumed: with SNI_ONLY there is no verificationCertificate')
        if (certificateMode === 'DEFAULT') this.#verify(ca, verificationCertificate)
        const id = createHash('sha256').update(ca.raw).digest('hex')
        if (this.registered.has(id)) throw new Refusal(409, 'ResourceAlreadyExistsException', 'The resource already exists.')
        this.registered.set(id, {
            mode: certificateMode, status: searchParams.get('setAsActive') === 'true' ? 'ACTIVE' : 'INACTIVE',
            autoRegistration: searchParams.get('allowAutoRegistration') === 'true' ? 'ENABLE' : 'DISABLE',
        })
        return { certificateArn: `arn:aws:iot:eu-central-1:000000000000:cacert/${id}`, certificateId: id }
    }

    /** "signed by the CA's private key", CN = the code of this account and Region. */
    #verify(ca, pem) {
        if (!pem) throw invalid('assumed: verificationCertificate is required in the mode DEFAULT')
        const certificate = certificateOf(pem, 'verificationCertificate')
        if (!isValidNow(certificate) || certificate.issuer !== ca.subject || !certificate.verify(ca.publicKey)) throw badCertificate()
        const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN=')).map((line) => line.slice(3))
        if (this.#code === null || names.length !== 1 || names[0] !== this.#code) throw badCode()
    }
}
