// What comes back is public: a portal would now upload it to its service.
const signer = document.querySelector('popcert-signer')
const element = (id) => document.getElementById(id)

signer.addEventListener('popcert-created', ({ detail: { certificate } }) => {
    element('facts').textContent = `${certificate.subject}, signed with ${certificate.signatureAlgorithm}, until ${certificate.notAfter.toLocaleDateString()}`
    element('pem').value = certificate.pem
    element('result').hidden = false
    element('problem').textContent = ''
})

signer.addEventListener('popcert-failed', ({ detail: { error } }) => {
    element('problem').textContent = `${error.message} ${error.hint} (${error.code})`
})
