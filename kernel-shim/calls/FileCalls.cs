using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Calls.Files;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Calls;

/// <summary>Descriptors: the serial port, a few made-up files, pipes. There is no file system; every other path is ENOENT.</summary>
internal static unsafe class FileCalls
{
    private const int LargestVector = 1024;
    private const ulong WriteOnly = 1;
    private const ulong ReadWrite = 2;
    private const ulong EmptyPath = 0x1000;

    private const ulong DuplicateFrom = 0;
    private const ulong GetDescriptorFlags = 1;
    private const ulong SetDescriptorFlags = 2;
    private const ulong GetStatusFlags = 3;
    private const ulong SetStatusFlags = 4;
    private const ulong DuplicateFromCloseOnExec = 1030;

    private const uint ModeFolder = 0x41ed;
    private const uint ModeRegular = 0x8124;
    private const uint ModeCharacter = 0x21b6;
    private const uint ModePipe = 0x1180;
    private const ulong StatusSize = 144;
    private const ulong Nowhere = 0xffff_ffff_ffff_ffff;
    private const uint BlockSize = 4096;

    private struct Scratch
    {
        public fixed byte Bytes[ProgramMemory.LongestText];
    }

    private static Scratch _scratch;

    public static long Read(ulong descriptor, ulong address, ulong length)
    {
        OpenFile* file = FileTable.Find(descriptor);
        switch (file == null ? FileKind.None : file->Kind)
        {
            case FileKind.Console:
                return 0;
            case FileKind.Random:
                return EntropyCalls.Random(address, length);
            case FileKind.Text or FileKind.Module:
                long read = ReadAt(descriptor, address, length, file->Position);
                if (read > 0)
                    file->Position += (ulong)read;
                return read;
            case FileKind.PipeReader:
                return Pipe.Read(file, address, length);
            default:
                return Error.BadDescriptor;
        }
    }

    /// <summary>pread64; the position stays.</summary>
    public static long ReadAt(ulong descriptor, ulong address, ulong length, ulong position)
    {
        OpenFile* file = FileTable.Find(descriptor);
        if (file == null)
            return Error.BadDescriptor;
        if (file->Kind is not (FileKind.Text or FileKind.Module))
            return Error.NotSeekable;
        if ((long)position < 0)
            return Error.InvalidArgument;
        ulong rest = position < file->Length ? file->Length - position : 0;
        ulong part = length < rest ? length : rest;
        return ProgramMemory.TryCopyOut(address, (byte*)PhysicalMemory.At(file->Page) + position, part) ? (long)part : Error.BadAddress;
    }

    public static long Write(ulong descriptor, ulong address, ulong length) => Write(descriptor, address, length, mayWait: true);

    private static long Write(ulong descriptor, ulong address, ulong length, bool mayWait)
    {
        OpenFile* file = FileTable.Find(descriptor);
        if (file != null && file->Kind == FileKind.PipeWriter)
            return Pipe.Write(file, address, length, mayWait);
        if (file == null || file->Kind != FileKind.Console)
            return Error.BadDescriptor;
        fixed (byte* bytes = _scratch.Bytes)
        {
            for (ulong done = 0; done < length; done += ProgramMemory.LongestText)
            {
                ulong part = length - done < ProgramMemory.LongestText ? length - done : ProgramMemory.LongestText;
                if (!ProgramMemory.TryCopyIn(bytes, address + done, part))
                    return done > 0 ? (long)done : Error.BadAddress;
                for (ulong i = 0; i < part; i++)
                    Uart.Write(bytes[i]);
            }
        }

        return (long)length;
    }

    public static long WriteVector(ulong descriptor, ulong vectors, ulong count)
    {
        if (count > LargestVector)
            return Error.InvalidArgument;
        long total = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (!ProgramMemory.TryRead(vectors + i * 16, out ulong address) || !ProgramMemory.TryRead(vectors + i * 16 + 8, out ulong length))
                return total > 0 ? total : Error.BadAddress;
            long written = Write(descriptor, address, length, mayWait: total == 0);
            if (written == SystemCallEntry.NoResult)
                return written;
            if (written < 0)
                return total > 0 ? total : written;
            total += written;
        }

        return total;
    }

    public static long Close(ulong descriptor) => FileTable.Close(descriptor);

    public static long Open(ulong path, ulong flags)
    {
        fixed (byte* text = _scratch.Bytes)
        {
            long length = ProgramMemory.CopyText(text, path, ProgramMemory.LongestText);
            if (length < 0)
                return TextError(length);
            if ((flags & (WriteOnly | ReadWrite)) != 0)
                return Error.NoEntry;
            return SyntheticFiles.Open(text);
        }
    }

    /// <summary>stat, lstat.</summary>
    public static long Stat(ulong path, ulong address)
    {
        fixed (byte* text = _scratch.Bytes)
        {
            long length = ProgramMemory.CopyText(text, path, ProgramMemory.LongestText);
            if (length < 0)
                return TextError(length);
            if (SyntheticFiles.IsModule(text))
                return WriteStatus(address, ModeRegular, BootModule.Length);
            return SyntheticFiles.Is(text, "/"u8) ? WriteStatus(address, ModeFolder, 0) : Error.NoEntry;
        }
    }

    /// <summary>newfstatat: a path, or with AT_EMPTY_PATH and an empty one the descriptor itself.</summary>
    public static long StatAt(ulong folder, ulong path, ulong address, ulong flags)
    {
        if ((flags & EmptyPath) != 0)
        {
            if (!ProgramMemory.TryRead(path, out byte first))
                return Error.BadAddress;
            if (first == 0)
                return StatDescriptor(folder, address);
        }

        return Stat(path, address);
    }

    public static long StatDescriptor(ulong descriptor, ulong address)
    {
        OpenFile* file = FileTable.Find(descriptor);
        if (file == null)
            return Error.BadDescriptor;
        uint mode = file->Kind switch
        {
            FileKind.Text or FileKind.Module => ModeRegular,
            FileKind.PipeReader or FileKind.PipeWriter => ModePipe,
            _ => ModeCharacter,
        };
        return WriteStatus(address, mode, file->Length);
    }

    public static long Seek(ulong descriptor, ulong offset, ulong origin)
    {
        OpenFile* file = FileTable.Find(descriptor);
        if (file == null)
            return Error.BadDescriptor;
        if (file->Kind is not (FileKind.Text or FileKind.Module))
            return Error.NotSeekable;
        ulong start = origin switch
        {
            0 => 0,
            1 => file->Position,
            2 => file->Length,
            _ => Nowhere,
        };
        ulong position = start + offset;
        if (start == Nowhere || position > file->Length)
            return Error.InvalidArgument;
        file->Position = position;
        return (long)position;
    }

    /// <summary>access, statfs: only the root exists, and it says nothing about itself.</summary>
    public static long Access(ulong path)
    {
        fixed (byte* text = _scratch.Bytes)
        {
            long length = ProgramMemory.CopyText(text, path, ProgramMemory.LongestText);
            return length < 0 ? TextError(length) : Error.NoEntry;
        }
    }

    /// <summary>ioctl: the serial port is no terminal to the program.</summary>
    public static long Control(ulong descriptor) => FileTable.Find(descriptor) == null ? Error.BadDescriptor : Error.NotTerminal;

    /// <summary>flock, fadvise64: accepted without effect.</summary>
    public static long Advise(ulong descriptor) => FileTable.Find(descriptor) == null ? Error.BadDescriptor : 0;

    public static long Duplicate(ulong descriptor, ulong from)
    {
        if ((uint)descriptor >= FileTable.Capacity || from >= FileTable.Capacity)
            return from >= FileTable.Capacity ? Error.InvalidArgument : Error.BadDescriptor;
        return FileTable.Duplicate((int)descriptor, (int)from);
    }

    /// <summary>fcntl: duplicates, and flags that have no effect here.</summary>
    public static long DescriptorControl(ulong descriptor, ulong command, ulong argument)
    {
        OpenFile* file = FileTable.Find(descriptor);
        if (file == null)
            return Error.BadDescriptor;
        switch (command)
        {
            case DuplicateFrom or DuplicateFromCloseOnExec:
                return Duplicate(descriptor, argument);
            case GetDescriptorFlags or SetDescriptorFlags or SetStatusFlags:
                return 0;
            case GetStatusFlags:
                return file->Kind is FileKind.Console ? (long)ReadWrite : file->Kind is FileKind.PipeWriter ? (long)WriteOnly : 0;
            default:
                return Error.InvalidArgument;
        }
    }

    public static long CurrentFolder(ulong address, ulong size)
    {
        if (size < 2)
            return Error.OutOfRange;
        uint root = '/';
        return ProgramMemory.TryCopyOut(address, &root, 2) ? 2 : Error.BadAddress;
    }

    public static long ReadLink(ulong path, ulong address, ulong size)
    {
        fixed (byte* text = _scratch.Bytes)
        {
            long length = ProgramMemory.CopyText(text, path, ProgramMemory.LongestText);
            if (length < 0)
                return TextError(length);
            if (!SyntheticFiles.Is(text, "/proc/self/exe"u8))
                return Error.InvalidArgument;
            ulong name = 0x73_7562_7466_6f73_2f; // "/softbus", first letter lowest
            ulong part = size < sizeof(ulong) ? size : sizeof(ulong);
            return ProgramMemory.TryCopyOut(address, &name, part) ? (long)part : Error.BadAddress;
        }
    }

    public static long CreatePipe(ulong address)
    {
        int reader = Pipe.Open(out int writer);
        if (reader < 0 || writer < 0)
            return reader < 0 ? reader : writer;
        if (ProgramMemory.TryWrite(address, (uint)reader) && ProgramMemory.TryWrite(address + 4, (uint)writer))
            return 0;
        FileTable.Close((ulong)reader);
        FileTable.Close((ulong)writer);
        return Error.BadAddress;
    }

    /// <summary>struct stat: mode at 24, size at 48, block size at 56.</summary>
    private static long WriteStatus(ulong address, uint mode, ulong size)
    {
        fixed (byte* bytes = _scratch.Bytes)
        {
            for (ulong i = 0; i < StatusSize; i += 8)
                *(ulong*)(bytes + i) = 0;
            *(ulong*)(bytes + 8) = 1; // inode
            *(ulong*)(bytes + 16) = 1; // links
            *(uint*)(bytes + 24) = mode;
            *(ulong*)(bytes + 48) = size;
            *(ulong*)(bytes + 56) = BlockSize;
            return ProgramMemory.TryCopyOut(address, bytes, StatusSize) ? 0 : Error.BadAddress;
        }
    }

    internal static long TextError(long length) => length == -1 ? Error.BadAddress : Error.NameTooLong;
}
