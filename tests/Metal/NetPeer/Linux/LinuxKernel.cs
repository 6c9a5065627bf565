using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Tests.Metal.NetPeer.Linux;

/// <summary>What a first process asks of a Linux kernel, by numbers: modules and the address of an interface.</summary>
internal static partial class LinuxKernel
{
    private const nint LoadModuleCall = 313; // arch/x86/entry/syscalls/syscall_64.tbl: finit_module

    // include/uapi/linux/sockios.h, include/uapi/linux/if.h
    private const nint SetFlags = 0x8914;
    private const nint SetAddress = 0x8916;
    private const nint SetMask = 0x891c;
    private const short Up = 1;
    private const int RequestLength = 40; // struct ifreq: 16 bytes of name, then a struct sockaddr or a short
    private const int NameLength = 16;
    private const int AddressOffset = NameLength + 4;

    public static void LoadModule(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        Check(Call(LoadModuleCall, file.DangerousGetHandle(), [0], 0), path);
    }

    /// <summary>Gives an interface its address and brings it up.</summary>
    public static void Configure(string name, IPAddress address, int prefixLength)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        byte[] request = new byte[RequestLength];
        Encoding.ASCII.GetBytes(name, request);
        BinaryPrimitives.WriteInt16LittleEndian(request.AsSpan(NameLength), (short)AddressFamily.InterNetwork);
        address.TryWriteBytes(request.AsSpan(AddressOffset), out _);
        Check(Control(socket, SetAddress, request), name);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(AddressOffset), uint.MaxValue << (32 - prefixLength));
        Check(Control(socket, SetMask, request), name);
        request.AsSpan(NameLength).Clear();
        BinaryPrimitives.WriteInt16LittleEndian(request.AsSpan(NameLength), Up);
        Check(Control(socket, SetFlags, request), name);
    }

    private static int Control(Socket socket, nint request, byte[] argument) => Control((int)socket.Handle, request, argument);

    private static void Check(nint result, string what)
    {
        if (result < 0)
            throw new InvalidOperationException($"The kernel refused {what}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint descriptor, byte[] text, nint flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nint request, byte[] argument);
}
