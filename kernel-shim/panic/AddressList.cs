namespace DSoftBus.KernelShim.Panics;

/// <summary>Prints addresses, <c>stack:</c> before each line, and shortens what repeats: <c>{3*250}</c> says that the last three come 250 times more. An endless recursion takes one line so.</summary>
internal static unsafe class AddressList
{
    private const int LargestPeriod = 8;
    private const int HistoryLength = 2 * LargestPeriod;
    private const int AddressesInLine = 8;

    /// <summary>Addresses that are printed at most; the rest is counted.</summary>
    private const int LargestCount = 192;

    private struct History
    {
        public fixed ulong Word[HistoryLength];
    }

    private static History _history;
    private static ulong _added;
    private static int _printed;
    private static int _inLine;
    private static int _period; // 0: nothing repeats at present
    private static ulong _matched;
    private static ulong _omitted;

    public static void Begin()
    {
        _added = 0;
        _printed = 0;
        _inLine = 0;
        _period = 0;
        _matched = 0;
        _omitted = 0;
    }

    public static void Add(ulong address)
    {
        if (_period != 0 && address != Last(_period))
            EndRepetition();
        if (_period != 0)
            _matched++;
        else if (FindPeriod(address))
            _matched = 1;
        else
            Print(address);
        _history.Word[_added++ % HistoryLength] = address;
    }

    public static void End()
    {
        EndRepetition();
        if (_inLine != 0)
            Report.EndLine();
        if (_omitted == 0)
            return;
        Report.Text("  omitted: "u8);
        Report.Decimal(_omitted);
        Report.Text(" more return addresses"u8);
        Report.EndLine();
    }

    private static ulong Last(int back) => _history.Word[(_added - (ulong)back) % HistoryLength];

    /// <summary>Looks for the shortest period such that the last 2p words were one p twice and <paramref name="address"/> begins it again.</summary>
    private static bool FindPeriod(ulong address)
    {
        for (int period = 1; period <= LargestPeriod && (ulong)period * 2 <= _added; period++)
        {
            bool repeats = address == Last(period);
            for (int i = 1; repeats && i <= period; i++)
                repeats = Last(i) == Last(i + period);
            if (!repeats)
                continue;
            _period = period;
            return true;
        }

        return false;
    }

    private static void EndRepetition()
    {
        if (_period == 0)
            return;
        ulong rounds = _matched / (ulong)_period;
        int rest = (int)(_matched % (ulong)_period);
        if (rounds != 0 && _printed < LargestCount)
        {
            Report.Text(" {"u8);
            Report.Decimal((ulong)_period);
            Report.Text("*"u8);
            Report.Decimal(rounds);
            Report.Text("}"u8);
        }
        else
        {
            _omitted += rounds * (ulong)_period;
        }

        _period = 0;
        _matched = 0;
        for (int i = rest; i > 0; i--)
            Print(Last(i));
    }

    private static void Print(ulong address)
    {
        if (_printed == LargestCount)
        {
            _omitted++;
            return;
        }

        if (_inLine == AddressesInLine)
        {
            Report.EndLine();
            _inLine = 0;
        }

        if (_inLine == 0)
            Report.Text("  stack:"u8);
        Report.Text(" "u8);
        Report.Hexadecimal(address);
        _inLine++;
        _printed++;
    }
}
