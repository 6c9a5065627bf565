using System.Net.Sockets;
using DSoftBus.Tests.Oracle.Runner.Commands;

namespace DSoftBus.Tests.Oracle.Runner.Kernel;

/// <summary>The kernel's error numbers in the words of <see cref="Answers"/>.</summary>
internal static class KernelErrors
{
    public static string Name(SocketException exception, bool ownSideClosed) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => Answers.Refused,
        SocketError.ConnectionReset => Answers.Reset,
        // EPIPE: after a shutdown of ours it is about that; else the peer reset a connection that it had closed before.
        SocketError.Shutdown => ownSideClosed ? Answers.Closed : Answers.Reset,
        SocketError.NotConnected => Answers.Closed,
        SocketError.TimedOut => Answers.TimedOut,
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => Answers.Unreachable,
        SocketError.AddressAlreadyInUse => Answers.InUse,
        SocketError.MessageSize => Answers.TooLong,
        SocketError.AccessDenied => Answers.Unreachable,
        _ => exception.SocketErrorCode.ToString(),
    };
}
