using System.Globalization;
using System.Text;

namespace DSoftBus.Qemu.Peer;

/// <summary>Writes an initramfs: a cpio archive in the "newc" format (Linux Documentation/driver-api/early-userspace/buffer-format.rst).</summary>
/// <remarks>
/// Every entry is a header of 110 ASCII characters (a magic and 13 fields of 8 hexadecimal digits), the name with its zero byte, and
/// the data; header with name, and data, are padded to multiples of 4. Times and owners are zero, so equal input gives equal bytes.
/// </remarks>
public sealed class CpioArchive
{
    private const string Magic = "070701";
    private const string LastName = "TRAILER!!!";
    private const int Folder = 0x4000;
    private const int CharacterDevice = 0x2000;
    private const int RegularFile = 0x8000;
    private const int Alignment = 4;

    private readonly MemoryStream _bytes = new();
    private int _entries;

    public void AddFolder(string name) => Add(name, Folder | Convert.ToInt32("755", 8), []);

    /// <summary>A file that everybody may read and execute.</summary>
    public void AddProgram(string name, ReadOnlySpan<byte> content) => Add(name, RegularFile | Convert.ToInt32("755", 8), content);

    public void AddCharacterDevice(string name, int major, int minor) => Add(name, CharacterDevice | Convert.ToInt32("600", 8), [], major, minor);

    /// <summary>Ends the archive; nothing may be added afterwards.</summary>
    public byte[] Complete()
    {
        Add(LastName, 0, []);
        return _bytes.ToArray();
    }

    private void Add(string name, int mode, ReadOnlySpan<byte> content, int major = 0, int minor = 0)
    {
        // inode, mode, owner, group, links, time, size, the device that holds it (2), the device that it is (2), length of the name, checksum (unused)
        int[] fields = [++_entries, mode, 0, 0, 1, 0, content.Length, 0, 0, major, minor, name.Length + 1, 0];
        var header = new StringBuilder(Magic);
        foreach (int field in fields)
            header.Append(field.ToString("X8", CultureInfo.InvariantCulture));
        _bytes.Write(Encoding.ASCII.GetBytes(header.Append(name).Append('\0').ToString()));
        Pad();
        _bytes.Write(content);
        Pad();
    }

    private void Pad()
    {
        while (_bytes.Length % Alignment != 0)
            _bytes.WriteByte(0);
    }
}
