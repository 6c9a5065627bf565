using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Time;

/// <summary>The battery-backed clock (MC146818 data sheet), read once at boot; it holds UTC to the second.</summary>
internal static class RealTimeClock
{
    private const int IndexPort = 0x70;
    private const int DataPort = 0x71;
    private const int Seconds = 0;
    private const int Minutes = 2;
    private const int Hours = 4;
    private const int Day = 7;
    private const int Month = 8;
    private const int Year = 9;
    private const int StatusA = 10;
    private const int StatusB = 11;
    private const int UpdateInProgress = 0x80;
    private const int BinaryFormat = 0x04;
    private const int TwentyFourHours = 0x02;
    private const int Afternoon = 0x80;
    private const int PatienceInReads = 100_000;
    private const ulong SecondsPerDay = 86_400;

    private struct Fields
    {
        public int Second;
        public int Minute;
        public int Hour;
        public int Day;
        public int Month;
        public int Year;

        public readonly bool Equals(in Fields other) =>
            Second == other.Second && Minute == other.Minute && Hour == other.Hour && Day == other.Day && Month == other.Month && Year == other.Year;
    }

    /// <summary>Nanoseconds since 1970; 0 when the clock is absent or holds nonsense.</summary>
    public static ulong Read()
    {
        // Two equal readings outside an update cannot be a mixture of two times.
        Fields time = ReadOnce();
        for (int i = 0; i < 10; i++)
        {
            Fields again = ReadOnce();
            if (again.Equals(time))
                break;
            time = again;
        }

        int format = Register(StatusB);
        if ((format & BinaryFormat) == 0)
            FromDecimal(ref time);
        if ((format & TwentyFourHours) == 0)
            time.Hour = (time.Hour & ~Afternoon) % 12 + ((time.Hour & Afternoon) != 0 ? 12 : 0);
        if (time.Second > 59 || time.Minute > 59 || time.Hour > 23 || time.Day is < 1 or > 31 || time.Month is < 1 or > 12 || time.Year > 99)
            return 0;
        ulong days = DaysSince1970(2000 + time.Year, time.Month, time.Day);
        return (days * SecondsPerDay + (ulong)(time.Hour * 3600 + time.Minute * 60 + time.Second)) * Clock.NanosecondsPerSecond;
    }

    private static Fields ReadOnce()
    {
        for (int i = 0; i < PatienceInReads && (Register(StatusA) & UpdateInProgress) != 0; i++)
            Cpu.Pause();
        Fields fields;
        fields.Second = Register(Seconds);
        fields.Minute = Register(Minutes);
        fields.Hour = Register(Hours);
        fields.Day = Register(Day);
        fields.Month = Register(Month);
        fields.Year = Register(Year);
        return fields;
    }

    private static void FromDecimal(ref Fields time)
    {
        time.Second = Decimal(time.Second);
        time.Minute = Decimal(time.Minute);
        time.Hour = Decimal(time.Hour & ~Afternoon) | (time.Hour & Afternoon);
        time.Day = Decimal(time.Day);
        time.Month = Decimal(time.Month);
        time.Year = Decimal(time.Year);
    }

    private static int Decimal(int value) => (value >> 4) * 10 + (value & 15);

    private static int Register(int index)
    {
        Cpu.Out8(IndexPort, index);
        return Cpu.In8(DataPort);
    }

    /// <summary>Days of the proleptic Gregorian calendar, counted with years that begin in March so that the leap day is the last.</summary>
    private static ulong DaysSince1970(int year, int month, int day)
    {
        int shiftedYear = month <= 2 ? year - 1 : year;
        int shiftedMonth = (month + 9) % 12;
        int days = shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + (shiftedMonth * 306 + 5) / 10 + day - 1;
        return (ulong)(days - 719_468);
    }
}
