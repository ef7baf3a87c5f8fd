/** The page around a peer: the fields of signer.html, without anything that helps a person. */
import { make, open } from 'peer'

const field = (id) => document.getElementById(id)
field('create').addEventListener('click', async () => {
    const [key, ca] = await Promise.all([field('key-file').files[0].text(), field('ca-file').files[0].text()])
    field('pem').value = await make(await open(key, ca), field('code').value)
    field('result').hidden = false
})
globalThis.peer = { make, open }
