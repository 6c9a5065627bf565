using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Tests.Metal.ClassLibrary.Files;

/// <summary>
/// A pipe as two plain streams. The library's own pipe streams wait by the engine of its sockets, which needs an operating system
/// with sockets; a plain stream reads and writes the descriptor.
/// </summary>
internal sealed class PipeEnds : IDisposable
{
    public PipeEnds()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        Writer = Take(pipe.SafePipeHandle, FileAccess.Write);
        Reader = Take(pipe.ClientSafePipeHandle, FileAccess.Read);
    }

    public FileStream Writer { get; }

    public FileStream Reader { get; }

    public void Dispose()
    {
        Writer.Dispose();
        Reader.Dispose();
    }

    private static FileStream Take(SafePipeHandle handle, FileAccess access)
    {
        var taken = new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: true);
        handle.SetHandleAsInvalid();
        return new FileStream(taken, access, bufferSize: 0);
    }
}
