using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Emission;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>Emits STAC and CLAC and remembers where: a CPU without SMAP does not know them, so the shim overwrites the listed places with NOPs there.</summary>
internal sealed class SupervisorAccess
{
    private readonly List<string> _sites = [];

    public void Set(CodeSection section)
    {
        section.Define(NextSite());
        section.Code.stac();
    }

    public void Clear(CodeSection section)
    {
        // The common trap entry already carries a name; a NOP lets this site have its own.
        section.Code.nop();
        section.Define(NextSite());
        section.Code.clac();
    }

    /// <summary>Writes the table of sites, ended by a zero entry.</summary>
    public void WriteTable(ElfSection section)
    {
        section.AppendAddresses("smap_sites", _sites);
        section.Bytes.AddRange(new byte[8]);
    }

    private string NextSite()
    {
        string name = $"smap_site_{_sites.Count}";
        _sites.Add(name);
        return name;
    }
}
