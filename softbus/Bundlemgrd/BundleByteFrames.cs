using DSoftBus.Softbus.Frames;

namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>Serves the <c>B N</c> byte frames of local callers (services.md section 4). Total: any bytes in, an answer out.</summary>
public sealed class BundleByteFrames(SystemBundle bundle)
{
    /// <summary>Bytes of the longest answer: FETCH_IMAGE.</summary>
    public const int MaxReplyLength = BundlemgrFrame.ImageReplyOverhead + SystemBundle.ImageLength;

    /// <summary>
    /// The name that a well-formed ROUTE_STATUS asks for; null for every other frame. Its answer needs init and goes through
    /// <see cref="RouteStatus"/>, all others through <see cref="Answer"/>.
    /// </summary>
    public static string? RouteName(ReadOnlySpan<byte> request)
        => BundlemgrFrame.TryRead(request, out var call) is BundlemgrStatus.Ok && call.Opcode is BundlemgrOpcode.RouteStatus
            ? System.Text.Encoding.Latin1.GetString(call.Name)
            : null;

    /// <summary>Writes the answer to a well-formed ROUTE_STATUS and returns its length.</summary>
    /// <param name="routeStatus">Status byte of the routing reply: 0 ok, 1 not found, 2 malformed, 3 denied.</param>
    public static int RouteStatus(byte routeStatus, Span<byte> answer)
        => BundlemgrFrame.WriteReply(BundlemgrOpcode.RouteStatus, BundlemgrStatus.Ok, routeStatus, answer);

    /// <summary>Writes the answer to one frame and returns its length.</summary>
    /// <param name="request">Any bytes but a well-formed ROUTE_STATUS.</param>
    /// <param name="answer">At least <see cref="MaxReplyLength"/> bytes.</param>
    public int Answer(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        var status = BundlemgrFrame.TryRead(request, out var call);
        if (status is not BundlemgrStatus.Ok)
            return BundlemgrFrame.WriteReply(call.Opcode, status, 0, answer);
        switch (call.Opcode)
        {
            case BundlemgrOpcode.List:
                return BundlemgrFrame.WriteReply(call.Opcode, status, SystemBundle.Count, answer);
            case BundlemgrOpcode.FetchImage:
                Span<byte> image = stackalloc byte[SystemBundle.ImageLength];
                bundle.WriteImage(image);
                return BundlemgrFrame.WriteImageReply(image, answer);
            case BundlemgrOpcode.SetActiveSlot:
                bundle.ActiveSlot = (BundleSlot)call.Slot;
                return BundlemgrFrame.WriteReply(call.Opcode, status, call.Slot, answer);
            default:
                return BundlemgrFrame.WriteReply(call.Opcode, status, 0, answer);
        }
    }
}
