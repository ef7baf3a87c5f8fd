/** The peers' page around popcert's worker: one request makes the certificate. What signer.html takes beyond this, its page takes. */
const field = (id) => document.getElementById(id)
field('create').addEventListener('click', () => {
    const { first } = popcertWorkers
    first.onmessage = ({ data }) => {
        if (data.part === undefined) return
        field('pem').value = data.part.value.pem
        field('result').hidden = false
    }
    const input = { privateKey: field('key-file').files[0], caCertificate: field('ca-file').files[0], verificationCodes: [field('code').value] }
    first.postMessage({ id: 0, call: 'create', input: { ...input, now: new Date(), subjectKey: 'P-256', codeOrigin: 'person', caOrigin: 'person', codesConfirmed: false } })
})
