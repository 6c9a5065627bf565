using System.Runtime.Intrinsics.X86;

namespace DSoftBus.Image.Checks.Attacks;

/// <summary>One attack from ring 3 and the end that is specified for it.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Code">Instructions, in hexadecimal; RAX holds 0 before them and is the outcome if they raise no signal.</param>
/// <param name="Expected">How it must end.</param>
internal sealed record Attack(string Name, string Code, Outcome Expected)
{
    private const int SmapBit = 20;
    private const int UmipBit = 2;

    private static readonly (int Eax, int Ebx, int Ecx, int Edx) Features = X86Base.CpuId(7, 0); // Intel SDM volume 2, CPUID leaf 7

    /// <summary>How it must end where the CPU has no SMAP.</summary>
    public Outcome? WithoutSmap { get; init; }

    /// <summary>Nothing refuses it where the CPU has no UMIP.</summary>
    public bool NeedsUmip { get; init; }

    public void Run(CheckLog log)
    {
        if (NeedsUmip && (Features.Ecx >> UmipBit & 1) == 0)
        {
            CheckLog.Note($"{Name}: not tried, the CPU has no UMIP");
            return;
        }

        bool hasSmap = (Features.Ebx >> SmapBit & 1) != 0;
        var expected = hasSmap ? Expected : WithoutSmap ?? Expected;
        var outcome = AttackCode.Run(Convert.FromHexString(Code));
        log.Check(Name, outcome == expected, outcome.ToString());
    }
}
