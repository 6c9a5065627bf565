using System.Text;
using DSoftBus.Runtime.Ipc;
using DSoftBus.Softbus.Frames;

namespace DSoftBus.Softbus.Samgrd;

/// <summary>Serves the <c>S M</c> byte frames of local callers (services.md section 3). Total: any bytes in, an answer out.</summary>
public sealed class SamgrByteFrames(ServiceRegistry registry)
{
    /// <summary>Writes the answer to one frame and returns its length.</summary>
    /// <param name="sender">As the runtime wrote it.</param>
    /// <param name="pid">As the runtime wrote it.</param>
    /// <param name="hasReplyCapability">Whether a capability moved with the request: SENDER_PID and SENDER_SERVICE_ID need it.</param>
    /// <param name="request">Any bytes.</param>
    /// <param name="answer">At least <see cref="SamgrFrame.ReplyLength"/> bytes.</param>
    public int Answer(ServiceId sender, uint pid, bool hasReplyCapability, ReadOnlySpan<byte> request, Span<byte> answer)
    {
        var status = SamgrFrame.TryRead(request, hasReplyCapability, out var call);
        if (status is not SamgrStatus.Ok)
            return SamgrFrame.WriteReply(call.Opcode, status, answer);
        switch (call.Opcode)
        {
            case SamgrOpcode.PingCapMove:
                return SamgrFrame.WritePong(answer);
            case SamgrOpcode.SenderPid:
                return SamgrFrame.WriteSenderPid(pid, answer);
            case SamgrOpcode.SenderServiceId:
                return SamgrFrame.WriteSenderServiceId(sender.Value, answer);
            case SamgrOpcode.LogProbe:
                return SamgrFrame.WriteLogProbe(answer);
            case SamgrOpcode.Register:
                // The frame knows no "full"; a bound of ours that is reached is a service that this registry does not offer.
                bool stored = registry.Register(new Registration(sender, NameOf(call.Name), call.SendSlot, call.ReceiveSlot));
                return SamgrFrame.WriteReply(call.Opcode, stored ? SamgrStatus.Ok : SamgrStatus.Unsupported, answer);
            case SamgrOpcode.Lookup:
                return registry.Lookup(sender, NameOf(call.Name)) is { } found
                    ? SamgrFrame.WriteReply(call.Opcode, SamgrStatus.Ok, answer, found.SendSlot, found.ReceiveSlot)
                    : SamgrFrame.WriteReply(call.Opcode, SamgrStatus.NotFound, answer);
            default:
                return SamgrFrame.WriteReply(call.Opcode, IsKnown(call.Name) ? SamgrStatus.Ok : SamgrStatus.NotFound, answer);
        }
    }

    // A name that is not ASCII is kept byte for byte; it only has to differ where the bytes differ.
    private static string NameOf(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);

    // The fixed list of services.md section 3: names of the system, whether or not this image runs them.
    private static bool IsKnown(ReadOnlySpan<byte> name)
        => name.SequenceEqual("keystored"u8) || name.SequenceEqual("policyd"u8) || name.SequenceEqual("samgrd"u8)
        || name.SequenceEqual("bundlemgrd"u8) || name.SequenceEqual("packagefsd"u8) || name.SequenceEqual("vfsd"u8)
        || name.SequenceEqual("execd"u8) || name.SequenceEqual("netstackd"u8) || name.SequenceEqual("dsoftbusd"u8);
}
