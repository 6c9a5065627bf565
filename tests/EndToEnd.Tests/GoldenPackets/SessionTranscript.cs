using System.Globalization;
using System.Text;
using DSoftBus.Runtime.Entropy;
using DSoftBus.Softbus.Crypto;
using DSoftBus.Softbus.Identity;
using DSoftBus.Softbus.Noise;
using DSoftBus.Tests.EndToEnd.Captures;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.GoldenPackets;

/// <summary>
/// Replays a captured session of two machines with test keys, handshake and all, and writes what every message said. The
/// handshake messages are made again from the keys and must equal the captured ones byte for byte.
/// </summary>
internal static class SessionTranscript
{
    private const int Port = 34567;

    /// <param name="streams">Both directions, as <see cref="TcpStreams.Reassemble"/> gives them.</param>
    /// <param name="initiatorSeed">Last byte of the dialling machine's hardware address.</param>
    /// <param name="responderSeed">Last byte of the accepting machine's hardware address.</param>
    public static string Describe(SortedDictionary<string, byte[]> streams, byte initiatorSeed, byte responderSeed)
    {
        var toResponder = Messages(streams, $"10.42.0.{initiatorSeed}:", $" > 10.42.0.{responderSeed}:");
        var toInitiator = Messages(streams, $"10.42.0.{responderSeed}:", $" > 10.42.0.{initiatorSeed}:");
        using var dialler = new DeviceIdentity(Seed(initiatorSeed));
        using var acceptor = new DeviceIdentity(Seed(responderSeed));
        using var initiator = new XkInitiator(dialler.StaticPublic, acceptor.StaticPublic);
        using var responder = new XkResponder(acceptor.StaticPublic);
        var text = new StringBuilder();

        byte[] first = new byte[XkMessage.FirstLength];
        Assert.Equal(NoiseError.None, initiator.WriteMessage1(Ephemeral(initiatorSeed), first));
        Assert.Equal(Convert.ToHexStringLower(first), Convert.ToHexStringLower(toResponder[0]));
        Write(text, "initiator", "noise message 1", toResponder[0], default);

        byte[] second = [.. toInitiator[0]];
        Assert.Equal(NoiseError.None, initiator.ReadMessage2(second, out var serverProof));
        Write(text, "responder", "noise message 2", toInitiator[0], serverProof);
        Assert.Equal(NoiseError.None, responder.BeginMessage1(toResponder[0]));
        Assert.Equal(NoiseError.None, responder.CompleteMessage1(Agree(acceptor, responder.AgreementPeer)));
        byte[] made = new byte[toInitiator[0].Length];
        Assert.Equal(NoiseError.None, responder.WriteMessage2(Ephemeral(responderSeed), serverProof, made));
        Assert.Equal(Convert.ToHexStringLower(made), Convert.ToHexStringLower(toInitiator[0]));

        byte[] third = [.. toResponder[1]];
        Assert.Equal(NoiseError.None, responder.ReadMessage3(third, out var clientProof));
        Write(text, "initiator", "noise message 3", toResponder[1], clientProof);
        made = new byte[toResponder[1].Length];
        Assert.Equal(NoiseError.None, initiator.WriteMessage3(Agree(dialler, initiator.AgreementPeer), clientProof, made));
        Assert.Equal(Convert.ToHexStringLower(made), Convert.ToHexStringLower(toResponder[1]));

        using var initiatorCiphers = initiator.Split();
        using var responderCiphers = responder.Split();
        Records(text, "initiator", toResponder[2..], responderCiphers.Receive);
        Records(text, "responder", toInitiator[1..], initiatorCiphers.Receive);
        return text.ToString();
    }

    private static void Records(StringBuilder text, string sender, List<byte[]> records, TransportCipher cipher)
    {
        foreach (byte[] record in records)
        {
            byte[] opened = [.. record];
            string name = string.Create(CultureInfo.InvariantCulture, $"record {cipher.Counter}");
            Assert.Equal(NoiseError.None, cipher.Open(opened));
            Write(text, sender, name, record, opened.AsSpan(..^ChaCha20Poly1305.TagLength));
        }
    }

    private static void Write(StringBuilder text, string sender, string name, byte[] message, ReadOnlySpan<byte> content)
    {
        text.Append(CultureInfo.InvariantCulture, $"{sender}: {name}, {message.Length} bytes\n");
        Lines(text, "wire", message);
        if (content.Length == 0)
            return;
        if (content[0] == '{')
            text.Append(CultureInfo.InvariantCulture, $"  proof {Encoding.UTF8.GetString(content)}\n");
        else
            Lines(text, "plain", content);
    }

    private static void Lines(StringBuilder text, string heading, ReadOnlySpan<byte> bytes)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {heading}\n");
        for (int offset = 0; offset < bytes.Length; offset += 32)
        {
            var line = bytes.Slice(offset, Math.Min(32, bytes.Length - offset));
            text.Append(CultureInfo.InvariantCulture, $"    {Convert.ToHexStringLower(line),-64}  {Readable(line)}\n");
        }
    }

    private static string Readable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (byte value in bytes)
            text.Append(value is > 0x20 and < 0x7f ? (char)value : '.');
        return text.ToString();
    }

    private static List<byte[]> Messages(SortedDictionary<string, byte[]> streams, string from, string to)
    {
        var stream = Assert.Single(streams, pair => pair.Key.StartsWith(from, StringComparison.Ordinal) && pair.Key.Contains(to, StringComparison.Ordinal)
            && pair.Key.Contains($":{Port}", StringComparison.Ordinal) | pair.Key.Contains($":{Port + 1}", StringComparison.Ordinal)).Value;
        return [.. OuterFrames.Split(stream).Select(entry => entry.Message)];
    }

    private static byte[] Seed(byte value) => [.. Enumerable.Repeat(value, 32)];

    private static byte[] Ephemeral(byte seed)
    {
        byte[] secret = new byte[X25519.KeyLength];
        new TestEntropy(seed).For(RandomPurpose.NoiseEphemeral).Fill(secret);
        return secret;
    }

    private static byte[] Agree(DeviceIdentity identity, X25519PublicKey peer)
    {
        byte[] shared = new byte[X25519.KeyLength];
        Assert.True(identity.TryAgree(peer, shared));
        return shared;
    }
}
