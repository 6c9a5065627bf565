using DSoftBus.Softbus.CapnProto;
using DSoftBus.Softbus.Frames;
using DSoftBus.Softbus.Messages.Bundlemgr;
using DSoftBus.Softbus.Sessions;

namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>Serves opcode requests (services.md section 7): Query. Installing is not offered, so its opcodes are unknown here.</summary>
public sealed class BundleOpcodes(SystemBundle bundle)
{
    /// <summary>Bytes that hold every answer.</summary>
    public const int MaxAnswerLength = 96;

    /// <summary>Writes the answer to one request and returns its length.</summary>
    /// <param name="request">Any bytes.</param>
    /// <param name="answer">At least <see cref="MaxAnswerLength"/> bytes.</param>
    public int Answer(ReadOnlySpan<byte> request, Span<byte> answer)
    {
        if (!ServiceMessage.TryRead(request, out byte opcode, out var message))
            return ErrorAnswer.Write(answer, 0, AnswerError.Malformed);
        if (opcode != ServiceMessage.BundlemgrQuery)
            return ErrorAnswer.Write(answer, opcode, AnswerError.UnknownOpcode);
        if (QueryRequest.TryRead(message, out var query) is not CapnpError.None)
            return ErrorAnswer.Write(answer, ServiceMessage.BundlemgrQuery, AnswerError.Malformed);
        answer[0] = ServiceMessage.BundlemgrQuery;
        bool installed = query.Name.SequenceEqual(SystemBundle.Name);
        var response = new QueryResponse
        {
            Installed = installed,
            Version = installed ? bundle.Version : default,
        };
        response.TryWrite(answer[1..], out int length);
        return 1 + length;
    }
}
