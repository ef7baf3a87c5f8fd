import { useMemo, useState } from 'react'
import 'popcert/react'

/** What a portal would ask its services for. */
const services = [
    { id: 'weu', name: 'contoso-dps-weu', code: '7D07A6A51F8AF1469499A1D92074D629894BE9FA8A013E49' },
    { id: 'eus', name: 'contoso-dps-eus', code: '106A5SD242AF512B3498BD6098C4941E66R34H268DDB3288' },
]

export function Portal() {
    const [certificates, setCertificates] = useState<Readonly<Record<string, string>>>({})
    const [problem, setProblem] = useState('')
    // The same array as long as nothing changes: a new one is given to the signer anew.
    const requests = useMemo(() => services.map(({ id, name, code }) => ({ id, verificationCode: code, label: name })), [])

    return (
        <main>
            <h1>Prove that the CA is ours</h1>
            <popcert-signer
                requests={requests}
                onpopcert-created={({ detail: { id, certificate } }) => {
                    if (id !== null) setCertificates((before) => ({ ...before, [id]: certificate.pem }))
                }}
                onpopcert-failed={({ detail: { error } }) => setProblem(`${error.message} ${error.hint}`)}
            />
            <p role="status">{problem}</p>
            <table>
                <thead><tr><th>Service</th><th>Certificate</th></tr></thead>
                <tbody>
                    {services.map(({ id, name }) => (
                        <tr key={id} id={`row-${id}`}><td>{name}</td><td><pre>{certificates[id] ?? 'not yet'}</pre></td></tr>
                    ))}
                </tbody>
            </table>
        </main>
    )
}
