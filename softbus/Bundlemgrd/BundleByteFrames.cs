using System.Buffers.Binary;

namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>Serves the <c>B N</c> byte frames of local callers (services.md section 4). Total: any bytes in, an answer out.</summary>
public sealed class BundleByteFrames(SystemBundle bundle)
{
    /// <summary>Bytes of the longest answer: FETCH_IMAGE.</summary>
    public const int MaxReplyLength = ShortHeaderLength + 4 + SystemBundle.ImageLength;

    private const byte Version = 1;
    private const int HeaderLength = 4;
    private const int ShortHeaderLength = 5;
    private const int ReplyLength = 8;
    private const int MaxNameLength = 48;

    private enum Operation : byte
    {
        List = 1,
        RouteStatus = 2,
        FetchImage = 3,
        SetActiveSlot = 4,
        LogProbe = 0x7F,
    }

    private enum Status : byte
    {
        Ok = 0,
        Malformed = 1,
        Unsupported = 2,
    }

    /// <summary>
    /// The name that a well-formed ROUTE_STATUS asks for; null for every other frame. Its answer needs init and goes through
    /// <see cref="RouteStatus"/>, all others through <see cref="Answer"/>.
    /// </summary>
    public static string? RouteName(ReadOnlySpan<byte> request)
    {
        if (!HasHeader(request) || (Operation)request[3] is not Operation.RouteStatus || request.Length <= HeaderLength)
            return null;
        var name = request[(HeaderLength + 1)..];
        bool valid = request[HeaderLength] is >= 1 and <= MaxNameLength && name.Length == request[HeaderLength];
        return valid ? System.Text.Encoding.Latin1.GetString(name) : null;
    }

    /// <summary>Writes the answer to a well-formed ROUTE_STATUS and returns its length.</summary>
    /// <param name="routeStatus">Status byte of the routing reply: 0 ok, 1 not found, 2 malformed, 3 denied.</param>
    public static int RouteStatus(byte routeStatus, Span<byte> answer)
    {
        Reply(answer, (byte)Operation.RouteStatus, Status.Ok);
        answer[ShortHeaderLength] = routeStatus;
        return ReplyLength;
    }

    /// <summary>Writes the answer to one frame and returns its length.</summary>
    /// <param name="request">Any bytes but a well-formed ROUTE_STATUS.</param>
    /// <param name="answer">At least <see cref="MaxReplyLength"/> bytes.</param>
    public int Answer(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (request.Length < HeaderLength || request[0] != 'B' || request[1] != 'N')
            return Reply(answer, (byte)Operation.List, Status.Malformed);
        byte operation = request[3];
        if (!HasHeader(request))
            return Reply(answer, operation, Status.Unsupported);
        return (Operation)operation switch
        {
            Operation.List => List(request, answer),
            Operation.RouteStatus => Reply(answer, operation, Status.Malformed),
            Operation.FetchImage => FetchImage(answer),
            Operation.SetActiveSlot => SetActiveSlot(request, answer),
            Operation.LogProbe => Reply(answer, operation, Status.Ok),
            _ => Reply(answer, operation, Status.Unsupported),
        };
    }

    private static bool HasHeader(ReadOnlySpan<byte> request)
        => request.Length >= HeaderLength && request[0] == 'B' && request[1] == 'N' && request[2] == Version;

    private static int List(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (request.Length != HeaderLength)
            return Reply(answer, (byte)Operation.List, Status.Malformed);
        Reply(answer, (byte)Operation.List, Status.Ok);
        BinaryPrimitives.WriteUInt16LittleEndian(answer[ShortHeaderLength..], 1);
        return ReplyLength;
    }

    private int FetchImage(Span<byte> answer)
    {
        Reply(answer, (byte)Operation.FetchImage, Status.Ok);
        BinaryPrimitives.WriteUInt32LittleEndian(answer[ShortHeaderLength..], SystemBundle.ImageLength);
        bundle.WriteImage(answer[(ShortHeaderLength + 4)..]);
        return MaxReplyLength;
    }

    private int SetActiveSlot(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (request.Length != HeaderLength + 1 || (BundleSlot)request[HeaderLength] is not (BundleSlot.A or BundleSlot.B))
            return Reply(answer, (byte)Operation.SetActiveSlot, Status.Malformed);
        bundle.ActiveSlot = (BundleSlot)request[HeaderLength];
        Reply(answer, (byte)Operation.SetActiveSlot, Status.Ok);
        answer[ShortHeaderLength] = request[HeaderLength];
        return ReplyLength;
    }

    private static int Reply(Span<byte> answer, byte operation, Status status)
    {
        answer[..ReplyLength].Clear();
        answer[0] = (byte)'B';
        answer[1] = (byte)'N';
        answer[2] = Version;
        answer[3] = (byte)(operation | 0x80);
        answer[4] = (byte)status;
        return ReplyLength;
    }
}
