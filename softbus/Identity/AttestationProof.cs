using System.Buffers.Text;
using DSoftBus.Softbus.Crypto;

namespace DSoftBus.Softbus.Identity;

/// <summary>
/// The Ed25519 proof that rides in handshake messages 2 and 3: it ties a device id to the Noise static key of its sender
/// (noise-xk.md section 6). Freshness comes from Noise, not from the proof.
/// </summary>
public sealed class AttestationProof
{
    /// <summary>Most bytes a proof may have when read.</summary>
    public const int MaximumLength = 8192;

    /// <summary>Most bytes that <see cref="Write"/> needs: every number with three digits.</summary>
    public const int MaximumWrittenLength = 496;

    private readonly byte[] _verifyingKey;
    private readonly byte[] _signature;
    private readonly DeviceId? _claimedId;

    internal AttestationProof(DeviceId? claimedId, byte[] verifyingKey, byte[] signature)
    {
        _claimedId = claimedId;
        _verifyingKey = verifyingKey;
        _signature = signature;
    }

    /// <summary>Writes the compact form: exactly these keys in this order, arrays of decimal numbers, no white space.</summary>
    /// <param name="verifyingKey">32 bytes.</param>
    /// <param name="signature">64 bytes.</param>
    /// <param name="destination">At least <see cref="MaximumWrittenLength"/> bytes.</param>
    /// <returns>Bytes written, 304 to 496.</returns>
    public static int Write(DeviceId id, ReadOnlySpan<byte> verifyingKey, ReadOnlySpan<byte> signature, Span<byte> destination)
    {
        int length = Append("{\"device_id\":\""u8, destination, 0);
        id.WriteText(destination[length..]);
        length += DeviceId.TextLength;
        length = Append("\",\"verifying_key\":["u8, destination, length);
        length = AppendNumbers(verifyingKey, destination, length);
        length = Append("],\"signature\":["u8, destination, length);
        length = AppendNumbers(signature, destination, length);
        return Append("]}"u8, destination, length);
    }

    /// <summary>Reads any bytes: a proof, or <see cref="ProofError.Malformed"/>. Key order, white space and unknown keys are free.</summary>
    public static ProofError TryRead(ReadOnlySpan<byte> json, out AttestationProof? proof)
    {
        proof = null;
        if (json.Length > MaximumLength)
            return ProofError.Malformed;
        var reader = new ProofReader(json, stackalloc byte[MaximumLength], stackalloc int[ProofReader.MaximumKeys]);
        proof = reader.Read();
        return proof is null ? ProofError.Malformed : ProofError.None;
    }

    /// <summary>Checks the proof in the specified order against the static key that Noise authenticated for its sender.</summary>
    /// <param name="role">The sender's role.</param>
    /// <param name="staticPublic">The sender's Noise static key.</param>
    /// <param name="id">The proven device id when the result is <see cref="ProofError.None"/>.</param>
    public ProofError Validate(AttestationRole role, X25519PublicKey staticPublic, out DeviceId id)
    {
        id = default;
        if (_verifyingKey.Length != Ed25519.KeyLength)
            return ProofError.VerifyingKeyLength;
        if (!Ed25519.IsValidPoint(_verifyingKey))
            return ProofError.VerifyingKeyInvalid;
        var computed = DeviceId.Of(_verifyingKey);
        if (_claimedId != computed)
            return ProofError.DeviceIdMismatch;
        if (_signature.Length != Ed25519.SignatureLength)
            return ProofError.SignatureLength;
        Span<byte> digest = stackalloc byte[AttestationDigest.Length];
        AttestationDigest.Compute(role, staticPublic, digest);
        if (!Ed25519.Verify(_verifyingKey, digest, _signature))
            return ProofError.SignatureInvalid;
        id = computed;
        return ProofError.None;
    }

    private static int Append(ReadOnlySpan<byte> text, Span<byte> destination, int length)
    {
        text.CopyTo(destination[length..]);
        return length + text.Length;
    }

    private static int AppendNumbers(ReadOnlySpan<byte> values, Span<byte> destination, int length)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
                destination[length++] = (byte)',';
            if (!Utf8Formatter.TryFormat(values[i], destination[length..], out int written))
                throw new ArgumentException("The destination is shorter than MaximumWrittenLength.", nameof(destination));
            length += written;
        }

        return length;
    }
}
