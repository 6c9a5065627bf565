using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DSoftBus.Qemu.Tap;

/// <summary>Opens a TAP interface; every way in which that fails has its name.</summary>
internal static class TapOpening
{
    private const string Driver = "/dev/net/tun";
    private const int RequestLength = 40; // struct ifreq
    private const int NameLength = 16;    // IFNAMSIZ

    /// <param name="options">Which and how.</param>
    /// <param name="file">With <see cref="TapOpenStatus.Ok"/>; non-blocking.</param>
    /// <param name="mtu">The interface's MTU, bytes.</param>
    /// <param name="message">Otherwise: what happened, why, what to do.</param>
    public static TapOpenStatus TryOpen(TapOptions options, out SafeFileHandle? file, out int mtu, out string message)
    {
        file = null;
        mtu = 0;
        message = Check(options);
        if (message.Length > 0)
            return TapOpenStatus.InvalidOptions;
        byte[] request = Request(options.Name);
        if (!options.Create && !HasInterface(request))
        {
            message = $"There is no interface '{options.Name}' in this network namespace. Make one: ip tuntap add {options.Name} mode tap";
            return TapOpenStatus.NoSuchInterface;
        }

        int descriptor = TapInterop.Open(Encoding.ASCII.GetBytes(Driver + "\0"), TapInterop.ReadWriteNonBlocking);
        if (descriptor < 0)
            return OpenProblem(Marshal.GetLastPInvokeError(), out message);
        var opened = new SafeFileHandle(descriptor, ownsHandle: true);
        TapOpenStatus status = Attach(opened, options, request, out message);
        if (status == TapOpenStatus.Ok)
        {
            mtu = MtuOf(options.Name);
            file = opened;
        }
        else
        {
            opened.Dispose();
        }

        return status;
    }

    private static string Check(TapOptions options)
    {
        if (options.Name.Length is 0 or > TapOptions.LongestName || !options.Name.All(letter => letter is > ' ' and <= '~' and not '/' and not '%'))
            return $"'{options.Name}' is no name of an interface: 1 to {TapOptions.LongestName} printable letters without '/', '%' and blanks.";
        if (options.Mtu is < TapOptions.SmallestMtu or > TapOptions.LargestMtu)
            return $"An MTU of {options.Mtu} bytes is outside {TapOptions.SmallestMtu} to {TapOptions.LargestMtu}.";
        if (options.BufferCount is < TapOptions.FewestBuffers or > int.MaxValue / TapDevice.BufferSize)
            return $"{options.BufferCount} packet buffers are outside {TapOptions.FewestBuffers} to {int.MaxValue / TapDevice.BufferSize}.";
        return options.Address.IsMulticast ? $"{options.Address} is a group's address; an interface needs one of its own, as 02:00:00:00:00:01." : "";
    }

    private static TapOpenStatus Attach(SafeFileHandle file, TapOptions options, byte[] request, out string message)
    {
        short flags = TapInterop.TapMode | TapInterop.NoPacketInfo;
        if (options.Offloads)
            flags |= TapInterop.VnetHeaders;
        BinaryPrimitives.WriteInt16LittleEndian(request.AsSpan(NameLength), flags);
        if (TapInterop.Control(file, TapInterop.SetInterface, request) < 0)
            return AttachProblem(Marshal.GetLastPInvokeError(), options, out message);
        message = "";

        // Said in either case: an interface that lives on keeps what its last user asked for.
        int wanted = options.Offloads ? TapInterop.OffloadChecksum | TapInterop.OffloadTcp4 : 0;
        bool isSet = !options.Offloads || TapInterop.Control(file, TapInterop.SetHeaderSize, [VnetHeader.Length]) == 0;
        if (isSet && TapInterop.Control(file, TapInterop.SetOffload, wanted) == 0)
            return TapOpenStatus.Ok;
        message = $"The kernel does not take the offloads of '{options.Name}' (error {Marshal.GetLastPInvokeError()}). Open it without offloads.";
        return TapOpenStatus.NoOffloads;
    }

    private static TapOpenStatus OpenProblem(int error, out string message)
    {
        switch (error)
        {
            case TapInterop.NotPermitted or TapInterop.AccessDenied:
                message = $"{Driver} may not be opened by this user. Run as root, or give the user read and write access to it.";
                return TapOpenStatus.NoPermission;
            case TapInterop.NoSuchFile or TapInterop.NoSuchDevice or TapInterop.NoSuchDeviceOrAddress:
                message = $"There is no {Driver} here: the kernel has no TUN/TAP driver loaded, or a container hides it. Load it (modprobe tun), or start the container with --device {Driver}.";
                return TapOpenStatus.NoDriver;
            default:
                message = $"{Driver} could not be opened: error {error}.";
                return TapOpenStatus.Failed;
        }
    }

    private static TapOpenStatus AttachProblem(int error, TapOptions options, out string message)
    {
        switch (error)
        {
            case TapInterop.NotPermitted:
                message = $"'{options.Name}' may not be opened by this user. Run as root, or make the interface for the user: ip tuntap add {options.Name} mode tap user NAME";
                return TapOpenStatus.NoPermission;
            case TapInterop.Busy:
                message = $"'{options.Name}' is in use: another process has it open. End that process, or take another interface.";
                return TapOpenStatus.Busy;
            case TapInterop.Invalid:
                message = $"'{options.Name}' is not a TAP interface with one queue, so it cannot be opened as one. Take another name, or make it anew: ip tuntap add NAME mode tap";
                return TapOpenStatus.NotATap;
            default:
                message = $"'{options.Name}' could not be opened as a TAP interface: error {error}.";
                return TapOpenStatus.Failed;
        }
    }

    private static bool HasInterface(byte[] request) => OnSocket(socket => TapInterop.Control(socket, TapInterop.GetIndex, request) == 0);

    private static int MtuOf(string name)
    {
        byte[] request = Request(name);
        return OnSocket(socket => TapInterop.Control(socket, TapInterop.GetMtu, request) == 0)
            ? Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(NameLength)), TapOptions.SmallestMtu, TapOptions.LargestMtu)
            : TapDevice.UsualMtu;
    }

    // Questions about interfaces go to any socket of the namespace.
    private static bool OnSocket(Func<SafeFileHandle, bool> ask)
    {
        int descriptor = TapInterop.Socket(TapInterop.InternetFamily, TapInterop.DatagramSocket, 0);
        if (descriptor < 0)
            return false;
        using var socket = new SafeFileHandle(descriptor, ownsHandle: true);
        return ask(socket);
    }

    private static byte[] Request(string name)
    {
        byte[] request = new byte[RequestLength];
        Encoding.ASCII.GetBytes(name, request);
        return request;
    }
}
