using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Qemu.Tap;

/// <summary>The one file with calls to the operating system: the TUN/TAP driver (linux/if_tun.h), vectored reads and writes, poll and eventfd.</summary>
/// <remarks>
/// All arguments are blittable; addresses are of pinned arrays. Reads and writes, which are made for every frame, take the bare descriptor: whoever calls them holds
/// the handle that keeps it open. A call that fails answers -1, and <see cref="Marshal.GetLastPInvokeError"/> holds the error number.
/// </remarks>
internal static class TapInterop
{
    public const int NotPermitted = 1;        // EPERM
    public const int NoSuchFile = 2;          // ENOENT
    public const int Interrupted = 4;         // EINTR
    public const int InputOutput = 5;         // EIO: the interface is down
    public const int NoSuchDeviceOrAddress = 6; // ENXIO
    public const int TryAgain = 11;           // EAGAIN
    public const int OutOfMemory = 12;        // ENOMEM
    public const int AccessDenied = 13;       // EACCES
    public const int Busy = 16;               // EBUSY
    public const int NoSuchDevice = 19;       // ENODEV
    public const int Invalid = 22;            // EINVAL
    public const int BadDescriptorState = 77; // EBADFD: the interface was deleted
    public const int NoBufferSpace = 105;     // ENOBUFS

    public const int ReadWriteNonBlocking = 0x2 | 0x800 | 0x80000; // O_RDWR | O_NONBLOCK | O_CLOEXEC
    public const int EventFlags = 0x800 | 0x80000;                 // EFD_NONBLOCK | EFD_CLOEXEC

    public const nuint SetInterface = 0x400454ca;   // TUNSETIFF
    public const nuint SetOffload = 0x400454d0;     // TUNSETOFFLOAD
    public const nuint SetHeaderSize = 0x400454d8;  // TUNSETVNETHDRSZ
    public const nuint GetIndex = 0x8933;           // SIOCGIFINDEX
    public const nuint GetMtu = 0x8921;             // SIOCGIFMTU

    public const short TapMode = 0x0002;       // IFF_TAP
    public const short NoPacketInfo = 0x1000;  // IFF_NO_PI
    public const short VnetHeaders = 0x4000;   // IFF_VNET_HDR

    public const int OffloadChecksum = 0x01;   // TUN_F_CSUM
    public const int OffloadTcp4 = 0x02;       // TUN_F_TSO4

    public const int InternetFamily = 2;                // AF_INET
    public const int DatagramSocket = 2 | 0x80000;      // SOCK_DGRAM | SOCK_CLOEXEC

    public const short PollIn = 0x01;
    public const short PollOut = 0x04;
    public const short PollError = 0x08 | 0x10 | 0x20; // POLLERR, POLLHUP, POLLNVAL

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    public static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static extern int Socket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static extern int EventDescriptor(uint value, int flags);

    /// <summary><paramref name="request"/> is a <c>struct ifreq</c>: 16 bytes of name, then 24 of a union.</summary>
    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static extern int Control(SafeFileHandle file, nuint code, byte[] request);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static extern int Control(SafeFileHandle file, nuint code, int[] value);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static extern int Control(SafeFileHandle file, nuint code, nint value);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    public static extern nint Read(int descriptor, nint address, nint length);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    public static extern nint Write(int descriptor, nint address, nint length);

    /// <param name="descriptor">Kept open by its holder.</param>
    /// <param name="vector">Address of <paramref name="count"/> pairs of address and length (<c>struct iovec</c>).</param>
    /// <param name="count">At most 1024.</param>
    [DllImport("libc", EntryPoint = "readv", SetLastError = true)]
    public static extern nint ReadVector(int descriptor, nint vector, int count);

    [DllImport("libc", EntryPoint = "writev", SetLastError = true)]
    public static extern nint WriteVector(int descriptor, nint vector, int count);

    /// <param name="descriptors">Address of <paramref name="count"/> records of descriptor (4 bytes), events and answer (2 bytes each).</param>
    /// <param name="count">Records.</param>
    /// <param name="timeout">Address of seconds and nanoseconds, 8 bytes each; 0: no limit.</param>
    /// <param name="signals">0: the mask stays.</param>
    /// <param name="signalsLength">Bytes of the mask.</param>
    [DllImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static extern int Poll(nint descriptors, nuint count, nint timeout, nint signals, nuint signalsLength);

    /// <summary>Where an array of the pinned heap lies.</summary>
    public static nint AddressOf<T>(T[] pinned) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
}
