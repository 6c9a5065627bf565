using System.Globalization;
using System.Text;
using DSoftBus.KernelShim.Stubs.Elf;
using Iced.Intel;

namespace DSoftBus.KernelShim.Stubs.Emission;

/// <summary>The listing that lies beside the image: offset, bytes and instruction of every stub, with the symbols that the linker fills in.</summary>
internal sealed class StubListing
{
    private readonly StringBuilder _text = new();
    private readonly NasmFormatter _formatter = new();

    public void BeginSection(string name, int bitness) =>
        _text.Append(CultureInfo.InvariantCulture, $"section {name} ({bitness}-bit code)\n");

    public void Add(ElfSection section, ReadOnlySpan<byte> bytes, int offset, in Instruction instruction)
    {
        foreach (var symbol in section.Symbols.Where(s => s.Offset == offset))
            _text.Append(CultureInfo.InvariantCulture, $"\n{symbol.Name}:\n");

        var formatted = new StringOutput();
        _formatter.Format(instruction, formatted);
        string line = string.Create(CultureInfo.InvariantCulture, $"  {offset:x4}  {Convert.ToHexStringLower(bytes),-22}  {formatted.ToStringAndReset()}");
        var targets = section.Relocations.Where(r => r.Offset >= offset).Select(r => r.Addend is 0 or -4 ? r.Symbol : $"{r.Symbol}{r.Addend:+0;-0}");
        string symbols = string.Join(", ", targets);
        _text.Append(symbols.Length == 0 ? line : $"{line,-72}; {symbols}").Append('\n');
    }

    public override string ToString() => _text.ToString();
}
